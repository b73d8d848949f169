package io.tpmount.cli;

import io.tpmount.cli.control.Backlog;
import io.tpmount.cli.life.Volume;
import io.tpmount.vfs.engine.VirtualFileSystem;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.write.PendingUploads;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file system and its store as the end of a mount sees them. */
record FileSystemVolume(VirtualFileSystem files, ObjectStore store) implements Volume {
  private static final Logger log = LoggerFactory.getLogger(FileSystemVolume.class);

  @Override
  public Backlog pending() {
    PendingUploads pending = files.pending();
    return new Backlog(pending.files() + files.pendingChanges(), pending.bytes(), pending.failed());
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
