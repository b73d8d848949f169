/** The kinds of files a GPU user keeps in a bucket, made up, the same bytes at every run. */
package io.tpmount.benchmarks.demo.data;
