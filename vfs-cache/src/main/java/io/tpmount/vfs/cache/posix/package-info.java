/**
 * Files by raw descriptor: what {@link java.nio.channels.FileChannel} hides (descriptor, blocks,
 * holes) and without being closed by an interrupt. A leaf.
 */
package io.tpmount.vfs.cache.posix;
