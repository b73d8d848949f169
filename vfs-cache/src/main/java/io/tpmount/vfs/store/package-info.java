/**
 * The port to any object store. A leaf: it knows keys, versions and ranges, no files and no SDK.
 */
package io.tpmount.vfs.store;
