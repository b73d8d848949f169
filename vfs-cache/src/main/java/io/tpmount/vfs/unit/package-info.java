/** Sizes and ranges of bytes: the values every other package speaks in. A leaf. */
package io.tpmount.vfs.unit;
