/** Reading: what to fetch, and fetching it. */
package io.tpmount.vfs.read;
