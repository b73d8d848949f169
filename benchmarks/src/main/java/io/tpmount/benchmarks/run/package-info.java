/**
 * The whole measured: workloads through real mounts, beside a peer and the limits of the machine.
 */
package io.tpmount.benchmarks.run;
