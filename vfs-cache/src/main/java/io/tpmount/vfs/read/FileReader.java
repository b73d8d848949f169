package io.tpmount.vfs.read;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.unit.ByteRange;
import java.util.concurrent.CompletableFuture;

/**
 * The reading side of one handle: its window over the file's fetcher. Safe for concurrent reads.
 */
public final class FileReader implements AutoCloseable {
  private final Fetcher fetcher;

  @GuardedBy("this")
  private final ReadWindow window;

  public FileReader(Fetcher fetcher, ReadOptions options) {
    this.fetcher = fetcher;
    this.window = new ReadWindow(options);
  }

  /**
   * Fetches what a read needs, and what will probably be read next.
   *
   * @return done when the bytes of the read are in the file
   */
  public CompletableFuture<Void> prepare(ByteRange read, long fileSize) {
    ReadWindow.Plan plan;
    synchronized (this) {
      plan = window.onRead(read, fileSize);
    }
    CompletableFuture<Void> now = fetcher.demand(plan.now());
    fetcher.wish(this, plan.ahead());
    if (plan.change() == ReadWindow.Plan.Change.TURNED) {
      fetcher.cancelUnwanted();
    }
    return now;
  }

  @Override
  public void close() {
    fetcher.leave(this);
  }
}
