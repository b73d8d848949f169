/** What REMOTE names: a bucket, and the rclone.conf section or AWS chain that opens it. */
package io.tpmount.cli.remote;
