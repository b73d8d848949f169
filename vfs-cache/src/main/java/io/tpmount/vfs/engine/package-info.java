/** The file system itself: coordinates namespace, cache, reading and writing. */
package io.tpmount.vfs.engine;
