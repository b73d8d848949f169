/** Changes of names that are answered before the store has made them. */
package io.tpmount.vfs.intent;
