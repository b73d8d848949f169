/**
 * The {@link io.tpmount.vfs.store.ObjectStore} of one S3 bucket, on the AWS CRT client. No type of
 * the SDK leaves this package.
 */
package io.tpmount.s3;
