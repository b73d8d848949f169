package io.tpmount.vfs.engine;

import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.Opened;
import io.tpmount.vfs.Passthrough;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.SyncMode;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.read.FileReader;
import io.tpmount.vfs.read.ReadOptions;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls on open files. */
final class FileCalls {
  private static final Logger LOG = LoggerFactory.getLogger(FileCalls.class);

  private final Handles<FileHandle> handles = new Handles<>(0);
  private final OpenFiles files;
  private final Flushing flushing;
  private final ObjectStore store;
  private final ReadOptions options;
  private final InstantSource clock;
  private final ReadCounts counts = new ReadCounts();

  FileCalls(
      OpenFiles files,
      Flushing flushing,
      ObjectStore store,
      ReadOptions options,
      InstantSource clock) {
    this.files = files;
    this.flushing = flushing;
    this.store = store;
    this.options = options;
    this.clock = clock;
  }

  ReadCounts counts() {
    return counts;
  }

  Opened open(FileNode node, OpenMode mode) throws IOException {
    Opened.PageCache pages = pageCache(node);
    return opened(files.acquire(node), mode, pages);
  }

  /** Makes a handle of a content that the caller holds; the handle takes the hold over. */
  Opened opened(OpenFile open, OpenMode mode, Opened.PageCache pages) throws IOException {
    if (mode.writes()) {
      open.beginWriting();
    }
    try {
      if (mode.truncate() && open.file().size() > 0) {
        open.file().truncate(0, clock.instant());
      }
    } catch (IOException e) {
      end(open, mode);
      throw e;
    }
    FileReader reader = new FileReader(open.fetcher(), options);
    return new Opened(handles.add(new FileHandle(open, mode, reader, store, counts)), pages);
  }

  private static Opened.PageCache pageCache(FileNode node) {
    if (node.openPredecessor().isPresent()) {
      return Opened.PageCache.BYPASS;
    }
    // A node is one content lineage: what the kernel has of it from an earlier open still holds.
    return node.markOpened() ? Opened.PageCache.KEEP : Opened.PageCache.DROP;
  }

  CompletableFuture<ReadResult> read(HandleId id, ByteRange range) {
    try {
      FileHandle handle = handles.get(id);
      if (!handle.mode().reads()) {
        throw new VfsException(
            new VfsError.BadHandle(handle.open().node().key() + " is not open for reading"));
      }
      return handle.read(range);
    } catch (VfsException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** A descriptor that could not be opened costs speed only. */
  Optional<Passthrough> passthrough(HandleId id) {
    try {
      FileHandle handle = handles.get(id);
      return handle.mode().writes() ? Optional.empty() : handle.open().file().pin();
    } catch (VfsException | IOException e) {
      LOG.debug("No passthrough: {}", e.getMessage());
      return Optional.empty();
    }
  }

  void write(HandleId id, long offset, MemorySegment data) throws VfsException, IOException {
    handles.get(id).write(offset, data, clock.instant());
  }

  void flush(HandleId id) throws VfsException, StoreException, IOException, InterruptedException {
    FileHandle handle = handles.get(id);
    handle.markClosing();
    if (handle.mode().writes()) {
      flushing.close(handle.open());
    }
  }

  void fsync(HandleId id, SyncMode mode)
      throws VfsException, StoreException, IOException, InterruptedException {
    flushing.sync(handles.get(id).open(), mode);
  }

  void allocate(HandleId id, ByteRange range) throws VfsException, IOException {
    FileHandle handle = handles.get(id);
    handle.requireWriting();
    handle.open().file().allocate(range, clock.instant());
  }

  void release(HandleId id) throws VfsException, IOException {
    FileHandle handle = handles.remove(id);
    handle.closeReader();
    try {
      end(handle.open(), handle.mode());
    } finally {
      handle.markUsed();
    }
  }

  private void end(OpenFile open, OpenMode mode) throws IOException {
    try {
      if (mode.writes() && open.endWriting()) {
        open.file().commit();
        files.written(open);
      }
    } finally {
      files.release(open);
    }
  }

  int openHandles() {
    return handles.size();
  }
}
