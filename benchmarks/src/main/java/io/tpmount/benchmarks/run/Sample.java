package io.tpmount.benchmarks.run;

/**
 * One workload measured once.
 *
 * @param value in the workload's unit
 * @param requests to the store
 * @param bytes of objects that the store sent
 * @param cpuSeconds of the mount's process
 * @param peakMib the most memory that process had so far
 */
record Sample(
    Workload workload,
    String system,
    double value,
    long requests,
    long bytes,
    double cpuSeconds,
    double peakMib) {
  Sample withoutRequests(long others) {
    return new Sample(workload, system, value, requests - others, bytes, cpuSeconds, peakMib);
  }
}
