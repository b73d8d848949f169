/** The one limit of memory that reading and writing share. A leaf. */
package io.tpmount.vfs.budget;
