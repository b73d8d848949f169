/** The demo: a bucket, filled, mounted, read, written and checked, with an account of it. */
package io.tpmount.benchmarks.demo;
