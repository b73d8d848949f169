/** What an object store cannot do of POSIX, and how a mount answers it. */
package io.tpmount.vfs.posix;
