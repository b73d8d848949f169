package io.tpmount.vfs.cache;

import java.io.IOException;

/**
 * No space can be made without dropping bytes that are dirty or being read. A reader goes on
 * through memory; a writer waits for uploads and tries again. Nothing was changed. Expected, so it
 * carries no stack trace.
 */
public final class CacheFullException extends IOException {
  private static final long serialVersionUID = 1L;

  CacheFullException(String message) {
    super(message);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
