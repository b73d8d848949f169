package io.tpmount.vfs.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Zeros up to a position, past which every read fails, as a file does that changed under an upload.
 */
public record FailingBody(long length, long failsAt) implements Body {
  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position >= failsAt) {
      throw new IOException("source failed at " + position);
    }
    int count = (int) Math.min(target.remaining(), failsAt - position);
    target.put(new byte[count]);
    return count;
  }
}
