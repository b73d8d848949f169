/** The disk cache: one sparse data file per object version, and one index of them all. */
package io.tpmount.vfs.cache;
