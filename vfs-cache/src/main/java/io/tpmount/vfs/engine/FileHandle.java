package io.tpmount.vfs.engine;

import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.read.FileReader;
import io.tpmount.vfs.store.GetRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** One open file descriptor of a file. */
final class FileHandle {
  private final OpenFile open;
  private final OpenMode mode;
  private final FileReader reader;
  private final ObjectStore store;
  private final ReadCounts counts;
  private final AtomicBoolean closing = new AtomicBoolean();

  FileHandle(
      OpenFile open, OpenMode mode, FileReader reader, ObjectStore store, ReadCounts counts) {
    this.open = open;
    this.mode = mode;
    this.reader = reader;
    this.store = store;
    this.counts = counts;
  }

  OpenFile open() {
    return open;
  }

  OpenMode mode() {
    return mode;
  }

  /** close(2) of one descriptor; others may share the handle. */
  void markClosing() {
    if (closing.compareAndSet(false, true)) {
      open.beginClosing();
    }
  }

  /** Not closing: used again, or gone. */
  void markUsed() {
    if (closing.compareAndSet(true, false)) {
      open.endClosing();
    }
  }

  void closeReader() {
    reader.close();
  }

  CompletableFuture<ReadResult> read(ByteRange asked) {
    markUsed();
    long size = open.file().size();
    ByteRange range = asked.clampTo(size);
    if (range.isEmpty()) {
      return CompletableFuture.completedFuture(ReadResult.Bytes.EMPTY);
    }
    CompletableFuture<Void> ready = reader.prepare(range, size);
    if (ready.isDone()) {
      counts.foundAtHand(range.length());
    } else {
      counts.waitedFor(range.length());
    }
    CompletableFuture<ReadResult> answer = new CompletableFuture<>();
    var _ = ready.whenComplete((_, failure) -> answerRead(range, failure, answer));
    if (!answer.isDone()) {
      var _ = answer.whenComplete((_, _) -> ready.cancel(false));
    }
    return answer;
  }

  private void answerRead(
      ByteRange range, Throwable failure, CompletableFuture<ReadResult> answer) {
    try {
      if (failure != null) {
        recoverRead(range, failure, answer);
        return;
      }
      Optional<ReadResult.FileRange> lease = open.file().lease(range);
      if (lease.isEmpty()) {
        // Evicted, or cut, between its arrival and now.
        readThroughMemory(range, answer);
      } else if (!answer.complete(lease.get())) {
        lease.get().close();
      }
    } catch (IOException e) {
      answer.completeExceptionally(Calls.toVfsException(e));
    }
  }

  /** A reader never fails for lack of cache space. */
  private void recoverRead(
      ByteRange range, Throwable failure, CompletableFuture<ReadResult> answer) {
    if (failure instanceof StoreException e && e.error() instanceof StoreError.SinkFailed) {
      readThroughMemory(range, answer);
    } else {
      answer.completeExceptionally(storeFailure(failure));
    }
  }

  /** Of a version that is gone the tree must hear, so that the next open finds the new one. */
  private VfsException storeFailure(Throwable failure) {
    VfsException told = Calls.toVfsException(failure);
    if (told.error() instanceof VfsError.Stale) {
      open.gone();
    }
    return told;
  }

  private void readThroughMemory(ByteRange asked, CompletableFuture<ReadResult> answer) {
    ByteRange range = asked.clampTo(open.file().size());
    Optional<ObjectInfo> base = open.file().base();
    if (range.isEmpty() || base.isEmpty()) {
      answer.complete(ReadResult.Bytes.EMPTY);
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) range.length());
    GetRequest request = new GetRequest(base.get().key(), range, Optional.of(base.get().etag()));
    CompletableFuture<ObjectInfo> call = store.get(request, (_, piece) -> bytes.put(piece));
    var _ =
        call.whenComplete(
            (_, failure) -> {
              if (failure == null) {
                answer.complete(new ReadResult.Bytes(bytes.flip()));
              } else {
                answer.completeExceptionally(storeFailure(failure));
              }
            });
    var _ = answer.whenComplete((_, _) -> call.cancel(true));
  }

  void write(long offset, MemorySegment data, Instant now) throws VfsException, IOException {
    requireWriting();
    markUsed();
    if (mode.append()) {
      open.file().append(data, now);
    } else {
      open.file().write(offset, data, now);
    }
  }

  void requireWriting() throws VfsException {
    if (!mode.writes()) {
      throw new VfsException(
          new VfsError.BadHandle(open.node().key() + " is not open for writing"));
    }
  }
}
