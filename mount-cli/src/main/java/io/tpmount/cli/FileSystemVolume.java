package io.tpmount.cli;

import io.tpmount.cli.control.Backlog;
import io.tpmount.cli.control.Figures;
import io.tpmount.cli.control.Upload;
import io.tpmount.cli.life.Volume;
import io.tpmount.cli.metrics.Traffic;
import io.tpmount.vfs.cache.CacheUsage;
import io.tpmount.vfs.engine.Activity;
import io.tpmount.vfs.engine.VirtualFileSystem;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.write.PendingUploads;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file system and its store as the end of a mount sees them. */
record FileSystemVolume(VirtualFileSystem files, ObjectStore store, Traffic traffic, Instant since)
    implements Volume {
  private static final Logger log = LoggerFactory.getLogger(FileSystemVolume.class);

  @Override
  public Backlog pending() {
    PendingUploads pending = files.pending();
    return new Backlog(pending.files() + files.pendingChanges(), pending.bytes(), pending.failed());
  }

  @Override
  public Figures figures() {
    Activity now = files.activity();
    CacheUsage cache = now.cache();
    return new Figures(
        Duration.between(since, Instant.now()).toSeconds(),
        traffic.calls(),
        traffic.requests(),
        new Figures.Reads(now.bytesAtHand(), now.bytesAwaited()),
        new Figures.Cache(cache.usedBytes(), cache.dirtyBytes(), cache.files(), cache.dirtyFiles()),
        new Figures.Memory(now.memoryUsed(), now.memoryLimit()),
        now.openFiles());
  }

  @Override
  public List<Upload> uploads(int most) {
    return files.uploads().stream()
        .limit(most)
        .map(each -> new Upload(each.path(), each.bytes(), each.done(), each.state().text()))
        .toList();
  }

  @Override
  public CompletableFuture<Void> drain() {
    return files.drain();
  }

  @Override
  public int openFiles() {
    return files.openHandles();
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      log.error("the cache was not closed cleanly: {}", e.getMessage());
    } finally {
      store.close();
    }
  }
}
