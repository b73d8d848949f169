/** The portable driver: libfuse 2 through jnr-fuse. */
package io.tpmount.fuse.jnr;
