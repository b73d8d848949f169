package io.tpmount.vfs.cache;

import java.io.IOException;

/**
 * No space can be made without dropping bytes that are dirty or being read. A reader goes on
 * through memory; a writer waits for uploads and tries again. Nothing was changed. Expected, so it
 * carries no stack trace.
 */
public final class CacheFullException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean disk;

  private CacheFullException(String message, boolean disk) {
    super(message);
    this.disk = disk;
  }

  /** The limits leave no room. */
  static CacheFullException ofLimits(String message) {
    return new CacheFullException(message, false);
  }

  /** The disk itself has none, but for the reserve. */
  static CacheFullException ofDisk(String message) {
    return new CacheFullException(message, true);
  }

  /** Whether the disk is full, and not what the limits allow of it. */
  boolean isDisk() {
    return disk;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
