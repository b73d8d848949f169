package io.tpmount.vfs.cache;

import java.io.IOException;

/** The cache is in use by another process, or by another mount of this one. */
public final class CacheLockedException extends IOException {
  private static final long serialVersionUID = 1L;

  CacheLockedException(String message) {
    super(message);
  }
}
