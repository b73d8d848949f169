/** The port a kernel adapter calls: {@link io.tpmount.vfs.Vfs} and its values. A leaf. */
package io.tpmount.vfs;
