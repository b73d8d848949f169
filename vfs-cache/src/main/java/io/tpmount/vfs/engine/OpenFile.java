package io.tpmount.vfs.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.read.Fetcher;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.write.WriteBack;
import java.io.IOException;
import java.time.Instant;

/**
 * The content of a node that is open or not yet in the store: its cache file, and who uses it. All
 * handles of a node share it, so that they see each other's writes and each other's fetched bytes.
 */
final class OpenFile implements FileNode.Content, WriteBack.Source {
  private final FileNode node;
  private final CacheFile file;
  private final Fetcher fetcher;
  private final OpenFiles owner;

  /** Handles, and calls under way. */
  @GuardedBy("this")
  private int users;

  @GuardedBy("this")
  private int writers;

  OpenFile(FileNode node, CacheFile file, Fetcher fetcher, OpenFiles owner) {
    this.node = node;
    this.file = file;
    this.fetcher = fetcher;
    this.owner = owner;
  }

  FileNode node() {
    return node;
  }

  @Override
  public CacheFile file() {
    return file;
  }

  Fetcher fetcher() {
    return fetcher;
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public Instant mtime() {
    return file.mtime();
  }

  /** A file that the store lacks something of must not vanish because a listing lacks it too. */
  @Override
  public boolean isPinned() {
    return file.isDirty() || isBeingWritten();
  }

  /** A fetch found that the store has another version now, or none. */
  void gone() {
    owner.gone(this);
  }

  synchronized void use() {
    users++;
  }

  /** Whether nobody uses it any more. */
  synchronized boolean unuse() {
    return --users == 0;
  }

  synchronized boolean isUsed() {
    return users > 0;
  }

  synchronized void beginWriting() {
    writers++;
  }

  /** Whether that was the last writer. */
  synchronized boolean endWriting() {
    return --writers == 0;
  }

  @Override
  public synchronized boolean isBeingWritten() {
    return writers > 0;
  }

  @Override
  public void makeWhole() throws StoreException, InterruptedException {
    Await.result(fetcher.fetchAll(new ByteRange(0, file.size())));
  }

  @Override
  public PutOptions options() {
    return PutOptions.withMtime(file.mtime());
  }

  @Override
  public boolean stored(ObjectInfo version, long generation) throws IOException {
    boolean clean = file.uploaded(version, generation);
    owner.stored(this, version);
    return clean;
  }
}
