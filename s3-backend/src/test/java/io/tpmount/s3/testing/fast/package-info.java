/**
 * A small S3 server of our own: fast enough not to be what a benchmark measures, exact where other
 * test servers are not (conditions, atomicity, order and pages of listings), started in
 * milliseconds. It keeps nothing beyond its own life.
 */
package io.tpmount.s3.testing.fast;
