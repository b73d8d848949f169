/** The few things asked of Linux itself: system calls, errno numbers, the mount table. A leaf. */
package io.tpmount.fuse.sys;
