/** Writing back: scheduling and uploading. */
package io.tpmount.vfs.write;
