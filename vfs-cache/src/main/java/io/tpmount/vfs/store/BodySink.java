package io.tpmount.vfs.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes the bytes of one get as they arrive. Called by one thread at a time, in order of offset,
 * without gap or overlap (a retry inside the store resumes where the last call ended), and never
 * after the get's future is done.
 */
@FunctionalInterface
public interface BodySink {
  /**
   * @param position offset in the object of the buffer's first byte
   * @param bytes valid for this call only; the sink may wait on a local disk, never on the store
   * @throws IOException ends the get with {@link StoreError.SinkFailed}
   */
  void accept(long position, ByteBuffer bytes) throws IOException;
}
