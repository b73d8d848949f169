/**
 * Serves a {@link io.tpmount.vfs.Vfs} at a mount point. What every driver shares is here: options,
 * checks before mounting, unmounting, errno translation.
 */
package io.tpmount.fuse;
