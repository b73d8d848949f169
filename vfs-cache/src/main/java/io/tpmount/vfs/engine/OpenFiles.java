package io.tpmount.vfs.engine;

import io.tpmount.vfs.budget.ByteBudget;
import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.cache.DiskCache;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.namespace.Namespace;
import io.tpmount.vfs.read.Fetcher;
import io.tpmount.vfs.read.ReadOptions;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.write.WriteBack;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Gives every node that is open or not yet in the store its one {@link OpenFile}, and takes it away
 * when it is neither.
 *
 * <p>The node's monitor guards the coming and going; it is held over a look into the cache's index,
 * never over the store.
 */
final class OpenFiles {
  /** What was listed so long ago is opened without another look. */
  private static final Duration TRUSTED = Duration.ofSeconds(1);

  private final ObjectStore store;
  private final DiskCache cache;
  private final Namespace namespace;
  private final ReadOptions options;
  private final ByteBudget budget;
  private final WriteBack writeBack;

  /** Those of all nodes, and those that were taken from their nodes and are still in use. */
  private final Set<OpenFile> contents = ConcurrentHashMap.newKeySet();

  OpenFiles(
      ObjectStore store,
      DiskCache cache,
      Namespace namespace,
      ReadOptions options,
      ByteBudget budget,
      WriteBack writeBack) {
    this.store = store;
    this.cache = cache;
    this.namespace = namespace;
    this.options = options;
    this.budget = budget;
    this.writeBack = writeBack;
  }

  /** The content of a node, held until {@link #release}. */
  OpenFile acquire(FileNode node) throws IOException {
    synchronized (node) {
      OpenFile open = (OpenFile) node.content().orElse(null);
      if (open == null) {
        CacheFile file = cache.open(node.version().orElseThrow());
        open = content(node, file);
        node.content(open);
        retitle(open);
      }
      open.use();
      return open;
    }
  }

  /** The content of a node, if it has one now. */
  Optional<OpenFile> current(FileNode node) {
    return node.content().map(OpenFile.class::cast);
  }

  /** A new empty file under a name that is free; held until {@link #release}. */
  OpenFile create(DirectoryNode parent, String name, Instant now) throws IOException {
    CacheFile file = cache.create(ObjectKey.of(parent.key() + name), now);
    OpenFile open = open(namespace.tree().addFile(parent, name, node -> content(node, file)));
    open.use();
    return open;
  }

  /** Shows a file that the last run of this machine left unsent, and sends it. */
  void recover(CacheFile file) {
    String key = file.key().value();
    DirectoryNode parent = namespace.tree().directoryOf(key);
    String name = key.substring(key.lastIndexOf('/') + 1);
    writeBack.schedule(
        open(namespace.tree().addRecovered(parent, name, node -> content(node, file))));
  }

  private static OpenFile open(FileNode node) {
    return (OpenFile) node.content().orElseThrow();
  }

  /** A writer opened it. */
  void opened(OpenFile open) {
    writeBack.opened(open);
  }

  /** A writer closed it: the wait before its upload begins anew. */
  void written(OpenFile open) {
    if (open.file().isDirty() && open.node().isAttached()) {
      writeBack.schedule(open);
    }
  }

  /** Gives back what {@link #acquire} or {@link #create} held. */
  void release(OpenFile open) throws IOException {
    open.unuse();
    settle(open);
  }

  /**
   * Sends a content that nobody writes, or lets go of it. Only writers put an upload off: who looks
   * at a file again and again must not keep it out of the store.
   */
  void settle(OpenFile open) throws IOException {
    synchronized (open.node()) {
      if (!open.file().isDirty() || !open.node().isAttached()) {
        closeIfIdle(open);
      } else if (!open.isBeingWritten()) {
        writeBack.scheduleIfNotYet(open);
      }
    }
  }

  /** Lets go of a content that nobody uses and that the store has or shall never get. */
  void closeIfIdle(OpenFile open) throws IOException {
    FileNode node = open.node();
    synchronized (node) {
      boolean current = node.content().filter(content -> content == open).isPresent();
      boolean unsent = open.file().isDirty();
      if (!current || open.isUsed() || (unsent && node.isAttached())) {
        return;
      }
      node.content(null);
      contents.remove(open);
      if (unsent) {
        open.file().discard();
        writeBack.forget(open);
      }
      open.file().close();
    }
  }

  /** Gives the content of a node, if it has one, the key that the node has now. */
  void retitle(FileNode node) throws IOException {
    synchronized (node) {
      Optional<OpenFile> open = current(node);
      if (open.isPresent()) {
        retitle(open.get());
      }
    }
  }

  private static void retitle(OpenFile open) throws IOException {
    ObjectKey key = ObjectKey.of(open.node().key());
    if (open.node().isAttached() && !open.file().key().equals(key)) {
      open.rename(key);
    }
  }

  /** No name leads to the node any more: nothing written to it is kept beyond its last close. */
  void forsake(FileNode node) throws IOException {
    synchronized (node) {
      Optional<OpenFile> open = current(node);
      if (open.isPresent()) {
        open.get().file().discard();
        writeBack.forget(open.get());
        closeIfIdle(open.get());
      }
    }
  }

  /** Whether something is to be uploaded to a key. */
  boolean isUnsent(ObjectKey key) {
    return contents.stream()
        .anyMatch(
            open ->
                open.file().isDirty() && open.node().isAttached() && open.file().key().equals(key));
  }

  /** Fetches what unsent files still need of objects that are about to be deleted. */
  void fetchFrom(Collection<ObjectKey> keys) throws StoreException, InterruptedException {
    for (OpenFile open : contents) {
      if (open.file().isDirty() && readsFrom(open, keys)) {
        open.makeWhole();
      }
    }
  }

  private static boolean readsFrom(OpenFile open, Collection<ObjectKey> keys) {
    return open.file().base().filter(base -> keys.contains(base.key())).isPresent();
  }

  /** The keys of all objects that files read what they lack from. */
  Set<ObjectKey> readFrom() {
    return contents.stream()
        .flatMap(open -> open.file().base().stream())
        .map(ObjectInfo::key)
        .collect(Collectors.toSet());
  }

  /** Has files read from copies instead of the originals. */
  void rebase(Map<ObjectKey, ObjectInfo> copies) throws IOException {
    for (OpenFile open : contents) {
      Optional<ObjectInfo> base = open.file().base();
      if (base.isPresent() && copies.containsKey(base.get().key())) {
        ObjectInfo copy = copies.get(base.get().key());
        open.file().renamed(Moving.keepingTime(copy, base.get()));
      }
    }
  }

  /** Keeps what is cached of a file that nobody has open, and that is copied. */
  void keepCached(FileNode node, ObjectInfo copy) throws IOException {
    synchronized (node) {
      if (node.content().isEmpty()) {
        try (CacheFile file = cache.open(node.version().orElseThrow())) {
          file.renamed(copy);
        }
      }
    }
  }

  /** The store has a version of it now that our own upload made. */
  void stored(OpenFile open, ObjectInfo version) {
    namespace.tree().stored(open.node(), version);
    namespace.tree().dropKeptTime(open.node());
  }

  /**
   * The store no longer has the version that the content is of; the next open shall find the new
   * one.
   */
  void gone(OpenFile open) {
    namespace.doubt(open.node());
  }

  /** Whether the store could have another version by now that nobody here has heard of. */
  boolean isOld(FileNode node) {
    return namespace.isOlderThan(node, TRUSTED);
  }

  private OpenFile content(FileNode node, CacheFile file) {
    OpenFile open = new OpenFile(node, file, new Fetcher(store, file, options, budget), this);
    contents.add(open);
    return open;
  }
}
