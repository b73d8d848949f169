/**
 * S3 servers that tests, the demo and the benchmarks start, a client of its own kind to look into
 * them, and a proxy that makes them misbehave. Knows nothing of the store that is tested with it.
 */
package io.tpmount.s3.testing;
