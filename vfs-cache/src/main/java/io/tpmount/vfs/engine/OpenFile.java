package io.tpmount.vfs.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.read.Fetcher;
import io.tpmount.vfs.read.ReadWindow;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.write.WriteBack;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The content of a node that is open or not yet in the store: its cache file, and who uses it. All
 * handles of a node share it, so that they see each other's writes and each other's fetched bytes.
 */
final class OpenFile implements FileNode.Content, WriteBack.Source {
  private final FileNode node;
  private final CacheFile file;
  private final Fetcher fetcher;
  private final OpenFiles owner;

  private volatile ObjectKey madeExclusively;

  /** Handles, and calls under way. */
  @GuardedBy("this")
  private int users;

  @GuardedBy("this")
  private int writers;

  @GuardedBy("this")
  private int closing;

  OpenFile(FileNode node, CacheFile file, Fetcher fetcher, OpenFiles owner) {
    this.node = node;
    this.file = file;
    this.fetcher = fetcher;
    this.owner = owner;
  }

  /** Gives it another key, of which it is not known what is there. */
  void rename(ObjectKey key) throws IOException {
    madeExclusively = null;
    file.rename(key);
  }

  /** It was made under its present key by a call that wanted nothing to be there. */
  void markExclusive() {
    madeExclusively = file.key();
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

  @Override
  public boolean isAhead() {
    return file.isDirty();
  }

  /** A file that the store lacks something of must not vanish because a listing lacks it too. */
  @Override
  public boolean isPinned() {
    return file.isDirty() || isBeingWritten();
  }

  /**
   * What a failed fetch means for a call. Of a version that is gone the tree must hear, so that the
   * next open finds the new one.
   */
  VfsException toldOf(Throwable failure) {
    VfsException told = Calls.toVfsException(failure);
    if (told.error() instanceof VfsError.Stale) {
      owner.gone(this);
    }
    return told;
  }

  /**
   * Whether the store should be asked, before a program gets it, if it still is the object's
   * version: nothing of it is here, and it was listed some time ago.
   */
  boolean isDoubtful() {
    ByteRange all = new ByteRange(0, file.size());
    return !all.isEmpty()
        && !file.isDirty()
        && file.missing(all).equals(List.of(all))
        && owner.isOld(node);
  }

  /** Fetches the first bytes, which a program most probably reads first. */
  void confirm() throws VfsException, InterruptedException {
    try {
      Await.result(fetcher.demand(ReadWindow.first(file.size())));
    } catch (StoreException e) {
      VfsException told = toldOf(e);
      if (told.error() instanceof VfsError.Stale) {
        throw told;
      }
      // Reads will tell, or succeed by then.
    }
  }

  /** A handle was flushed: its release follows, unless another descriptor shares it. */
  synchronized void beginClosing() {
    closing++;
  }

  /** A handle that was flushed is used again, or released. */
  synchronized void endClosing() {
    closing--;
  }

  /**
   * Waits for handles that programs have closed already: the kernel tells of the last close only
   * after close(2) has returned, and may let the next call overtake it.
   *
   * @return false when somebody really has it open
   */
  synchronized boolean awaitReleased(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (users > 0) {
      long left = deadline - System.nanoTime();
      if (users > closing || left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  synchronized void use() {
    users++;
  }

  synchronized void unuse() {
    users--;
    notifyAll();
  }

  synchronized boolean isUsed() {
    return users > 0;
  }

  void beginWriting() {
    synchronized (this) {
      writers++;
    }
    owner.opened(this);
  }

  /** Whether that was the last writer. */
  synchronized boolean endWriting() {
    return --writers == 0;
  }

  @Override
  public synchronized boolean isBeingWritten() {
    return writers > 0;
  }

  void makeWhole() throws StoreException, InterruptedException {
    fetch(new ByteRange(0, file.size()));
  }

  @Override
  public void fetch(ByteRange range) throws StoreException, InterruptedException {
    Await.result(fetcher.fetchAll(range));
  }

  @Override
  public PutOptions options() {
    return new PutOptions(Optional.of(file.mtime()), Optional.empty(), condition());
  }

  /** What is to be replaced is what was opened. */
  private PutOptions.Condition condition() {
    ObjectKey key = file.key();
    Optional<ObjectInfo> base = file.base().filter(version -> version.key().equals(key));
    if (base.isPresent()) {
      return new PutOptions.Condition.Is(base.get().etag());
    }
    return key.equals(madeExclusively)
        ? new PutOptions.Condition.Absent()
        : new PutOptions.Condition.Always();
  }

  @Override
  public boolean stored(ObjectInfo version, long generation) throws IOException {
    // The tree first: from the moment the file is clean its last close may let go of it.
    owner.stored(this, version);
    boolean clean = file.uploaded(version, generation);
    owner.closeIfIdle(this);
    return clean;
  }
}
