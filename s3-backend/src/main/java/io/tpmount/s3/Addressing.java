package io.tpmount.s3;

/** Where the bucket's name stands in a request. */
public enum Addressing {
  /** In the path: {@code http://host/bucket/key}. */
  PATH,
  /** In the host's name: {@code http://bucket.host/key}. */
  VIRTUAL_HOST,
  /** {@link #PATH} when an endpoint is given, as most stores beside AWS need; else by host. */
  AUTO
}
