package io.tpmount.vfs.cache;

import io.tpmount.vfs.store.Body;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A range of a cache file as it was when the upload began.
 *
 * @param range of the file
 * @param generation of that content
 */
record FileBody(FileReading file, ByteRange range, long generation) implements Body {
  @Override
  public long length() {
    return range.length();
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    long count = Math.min(target.remaining(), range.length() - position);
    return file.read(new ByteRange(range.offset() + position, count), generation, target);
  }
}
