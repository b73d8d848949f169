/** The driver that speaks the kernel's own protocol over /dev/fuse. */
package io.tpmount.fuse.kernel;
