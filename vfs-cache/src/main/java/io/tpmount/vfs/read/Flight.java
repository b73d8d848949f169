package io.tpmount.vfs.read;

import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.unit.ByteRange;
import java.util.concurrent.CompletableFuture;

/** One get in flight. */
final class Flight {
  final ByteRange range;
  volatile ObjectInfo version;
  volatile CompletableFuture<ObjectInfo> call = new CompletableFuture<>();

  Flight(ByteRange range) {
    this.range = range;
  }

  /** The client holds the body in its own memory, and hands it over as an array. */
  long memory() {
    return 2 * range.length();
  }
}
