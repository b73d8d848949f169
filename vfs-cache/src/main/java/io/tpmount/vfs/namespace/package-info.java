/** The tree of names, filled from listings. */
package io.tpmount.vfs.namespace;
