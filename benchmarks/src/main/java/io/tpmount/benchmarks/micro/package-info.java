/** Micro-benchmarks of single parts, run by JMH's own main class. */
package io.tpmount.benchmarks.micro;
