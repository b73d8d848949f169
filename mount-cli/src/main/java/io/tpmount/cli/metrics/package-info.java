/** Counting what a mount does, and showing it: Prometheus, health, a status page. */
package io.tpmount.cli.metrics;
