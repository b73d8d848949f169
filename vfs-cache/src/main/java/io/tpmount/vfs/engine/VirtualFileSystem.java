package io.tpmount.vfs.engine;

import com.google.common.base.Ticker;
import io.tpmount.vfs.AttrChange;
import io.tpmount.vfs.Created;
import io.tpmount.vfs.DirPage;
import io.tpmount.vfs.Entry;
import io.tpmount.vfs.FsStat;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.Invalidations;
import io.tpmount.vfs.LookupResult;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.Opened;
import io.tpmount.vfs.Passthrough;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.RenameMode;
import io.tpmount.vfs.SyncMode;
import io.tpmount.vfs.Vfs;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.budget.ByteBudget;
import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.cache.CacheHealth;
import io.tpmount.vfs.cache.DiskCache;
import io.tpmount.vfs.intent.Intents;
import io.tpmount.vfs.intent.KeyOrder;
import io.tpmount.vfs.intent.Pending;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.Namespace;
import io.tpmount.vfs.namespace.Node;
import io.tpmount.vfs.namespace.Tree;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.write.FileUpload;
import io.tpmount.vfs.write.PendingUploads;
import io.tpmount.vfs.write.WriteBack;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file system over one object store and one disk cache. It coordinates: names are the {@link
 * Namespace}'s, bytes the {@link DiskCache}'s, fetching the readers', uploading the {@link
 * WriteBack}'s.
 */
public final class VirtualFileSystem implements Vfs, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VirtualFileSystem.class);

  /** Directory handles count from here, so that no id is ever both. */
  private static final long FIRST_DIRECTORY_HANDLE = 1L << 62;

  private final VfsOptions options;
  private final DiskCache cache;
  private final Namespace namespace;
  private final NamedNodes named;
  private final ByteBudget budget;
  private final WriteBack writeBack;
  private final Intents intents;
  private final OpenFiles files;
  private final Flushing flushing;
  private final FileCalls fileCalls;
  private final SpaceWait spaceWait;
  private final Changes changes;
  private final AttributeCalls attributeCalls;
  private final Attributes attributes;
  private final Handles<DirectoryHandle> directories = new Handles<>(FIRST_DIRECTORY_HANDLE);

  /**
   * For what waits for the disk: such a wait would hold one of the few carriers of virtual threads.
   */
  private final ExecutorService diskWaits =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("disk-wait-", 0).factory());

  private VirtualFileSystem(
      VfsOptions options, ObjectStore store, DiskCache cache, KeyOrder order, Intents intents) {
    InstantSource clock = InstantSource.system();
    this.options = options;
    this.cache = cache;
    this.intents = intents;
    KnownTimes times = new KnownTimes(cache);
    this.namespace =
        new Namespace(
            store,
            options.namespace(),
            times::of,
            intents::settled,
            Ticker.systemTicker(),
            clock.instant());
    this.named = new NamedNodes(namespace);
    this.budget = new ByteBudget(options.read().memory().bytes());
    this.writeBack = new WriteBack(store, cache.leftUploads(), options.write(), budget, order);
    this.files = new OpenFiles(store, cache, namespace, options.read(), budget, writeBack);
    PosixRules rules = new PosixRules(options.unsupported());
    this.flushing = new Flushing(namespace, files, writeBack, options.write().answers());
    this.spaceWait = new SpaceWait(writeBack, options.cache().waitForSpace());
    this.fileCalls = new FileCalls(files, flushing, store, options.read(), clock);
    this.changes = changes(store, rules, clock);
    this.attributes =
        new Attributes(options.shown(), options.namespace().attrTimeout(), namespace::believedFor);
    this.attributeCalls =
        new AttributeCalls(files, namespace, writeBack, intents, attributes, rules, store, clock);
  }

  private Changes changes(ObjectStore store, PosixRules rules, InstantSource clock) {
    Tree tree = namespace.tree();
    TreeShape shape = new TreeShape();
    Unlinks unlinks =
        new Unlinks(files, writeBack, tree, intents, shape, new OpenUnlink(rules), clock);
    return new Changes(
        namespace,
        files,
        intents,
        new Emptiness(store, tree, intents),
        unlinks,
        new Renames(files, writeBack, tree, intents, unlinks, clock),
        shape,
        options.write().metadata(),
        clock);
  }

  /**
   * Opens the cache, and begins to upload and to change what an earlier run left in it.
   *
   * @throws io.tpmount.vfs.cache.CacheLockedException when another process has the cache
   */
  public static VirtualFileSystem open(VfsOptions options, ObjectStore store) throws IOException {
    DiskCache cache = DiskCache.open(options.cache(), options.identity());
    try {
      KeyOrder order = new KeyOrder();
      Intents intents = Intents.open(cache.intents(), order, store, options.write().checkers());
      VirtualFileSystem vfs = new VirtualFileSystem(options, store, cache, order, intents);
      vfs.resume();
      return vfs;
    } catch (IOException | RuntimeException e) {
      cache.close();
      throw e;
    }
  }

  /** Changes of names have their turns before the uploads that came after them. */
  private void resume() throws IOException {
    List<CacheFile> unsent = new Redo(cache.recovered()).run(intents.left());
    if (!unsent.isEmpty()) {
      LOG.info("{} files of an earlier run are not uploaded yet; uploading them", unsent.size());
    }
    List<Pending> left = intents.resume(new FileFollower(files));
    unsent.forEach(files::recover);
    left.forEach(Pending::start);
    left.forEach(Pending::hurry);
  }

  // Life cycle

  /** How the disk of the cache does. */
  public CacheHealth cacheHealth() {
    return cache.health();
  }

  /**
   * Starts all pending uploads and changes of names, and is done when none is left. Cancelling it
   * ends only the wait.
   */
  public CompletableFuture<Void> drain() {
    return CompletableFuture.allOf(intents.drain(), writeBack.drain());
  }

  /**
   * Uploads a file, or what waits below a directory, ahead of all else.
   *
   * @param path from the mount's root, names parted by {@code /}; empty for the root
   * @return done when the store has it; fails with the store's {@link VfsException} when it can't
   *     be
   */
  public CompletableFuture<Void> flush(String path) {
    return Calls.doLater(
        () -> {
          flushing.all(path);
          Await.shared(intents.flush(path.isEmpty() ? "" : path + "/"));
        });
  }

  /** Every file that waits, is being uploaded or has failed; open files not counted. */
  public List<FileUpload> uploads() {
    return writeBack.uploads();
  }

  /** What the store does not have yet, open files not counted. */
  public PendingUploads pending() {
    return writeBack.pending();
  }

  /** Changes of names that the store has not made yet. */
  public int pendingChanges() {
    return intents.size();
  }

  public Activity activity() {
    ReadCounts reads = fileCalls.counts();
    return new Activity(
        cache.usage(),
        pending(),
        reads.atHand(),
        reads.awaited(),
        budget.used(),
        budget.limit(),
        openHandles());
  }

  /**
   * Makes the next look at any name in the directory, and below it, ask the store.
   *
   * @param path from the mount's root, names parted by {@code /}; empty for the root
   */
  public CompletableFuture<Void> forget(String path) {
    return Calls.doLater(() -> namespace.refresh(named.directory(path)));
  }

  /** As {@link #forget(String)}, and lists the directory at once. */
  public CompletableFuture<Void> refresh(String path) {
    return Calls.doLater(
        () -> {
          DirectoryNode directory = named.directory(path);
          namespace.refresh(directory);
          namespace.listAll(directory);
        });
  }

  /**
   * Begins to fetch a whole file, or all files below a directory, into the cache.
   *
   * @param path from the mount's root, names parted by {@code /}; empty for the root
   */
  public Warming warm(String path) {
    return Warming.start(namespace, files, path);
  }

  /** Open files; none when every driver has released what it opened. */
  public int openHandles() {
    return fileCalls.openHandles() + directories.size();
  }

  /** Stops at once; what is not uploaded stays in the cache for the next start. */
  @Override
  public void close() throws IOException {
    intents.close();
    writeBack.close();
    diskWaits.shutdown();
    cache.close();
  }

  // Names

  @Override
  public CompletableFuture<LookupResult> lookup(NodeId parent, String name) {
    try {
      DirectoryNode directory = NodeKinds.directory(node(parent));
      NewNames.checkLength(name);
      return switch (namespace.peek(directory, name)) {
        case Namespace.Known.Present(Node node) -> CompletableFuture.completedFuture(found(node));
        case Namespace.Known.Absent() -> CompletableFuture.completedFuture(absent());
        case Namespace.Known.Unknown() ->
            Calls.later(
                () -> namespace.lookup(directory, name).map(this::found).orElseGet(this::absent));
      };
    } catch (VfsException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public Optional<Entry> peek(NodeId parent, String name) {
    return namespace
        .tree()
        .find(parent)
        .filter(DirectoryNode.class::isInstance)
        .map(directory -> namespace.peek((DirectoryNode) directory, name))
        .filter(Namespace.Known.Present.class::isInstance)
        .map(known -> counted(((Namespace.Known.Present) known).node()));
  }

  private LookupResult found(Node node) {
    return new LookupResult.Found(counted(node));
  }

  private LookupResult absent() {
    return new LookupResult.Absent(options.namespace().negativeTimeout());
  }

  private Entry counted(Node node) {
    namespace.tree().countLookup(node);
    return attributes.entry(node);
  }

  @Override
  public void forget(NodeId node, long lookups) {
    namespace.tree().forget(node, lookups);
  }

  @Override
  public CompletableFuture<Entry> mkdir(NodeId parent, String name) {
    return Calls.later(() -> counted(changes.mkdir(writableDirectory(parent), name)));
  }

  @Override
  public CompletableFuture<Void> rmdir(NodeId parent, String name) {
    return Calls.doLater(() -> changes.rmdir(writableDirectory(parent), name));
  }

  @Override
  public CompletableFuture<Void> unlink(NodeId parent, String name) {
    return Calls.doLater(
        () -> {
          DirectoryNode directory = writableDirectory(parent);
          flushing.requireAccepted(directory, name);
          changes.unlink(directory, name);
        });
  }

  @Override
  public CompletableFuture<Entry> symlink(NodeId parent, String name, String target) {
    return Calls.later(() -> counted(changes.symlink(writableDirectory(parent), name, target)));
  }

  @Override
  public CompletableFuture<Void> rename(
      NodeId from, String name, NodeId to, String newName, RenameMode mode) {
    return Calls.doLater(
        () -> {
          DirectoryNode source = writableDirectory(from);
          flushing.requireAccepted(source, name);
          changes.rename(source, name, writableDirectory(to), newName, mode);
        });
  }

  // Attributes

  @Override
  public CompletableFuture<Entry> getattr(NodeId id) {
    return Calls.now(() -> attributes.entry(node(id)));
  }

  @Override
  public CompletableFuture<Entry> setattr(NodeId id, AttrChange change) {
    return Calls.now(
        () -> {
          requireWritable();
          Node node = node(id);
          if (change.size().isPresent()) {
            flushing.requireAccepted(node);
          }
          return attributeCalls.set(node, change);
        });
  }

  @Override
  public CompletableFuture<String> readlink(NodeId id) {
    return Calls.later(() -> attributeCalls.readlink(NodeKinds.link(node(id))));
  }

  @Override
  public CompletableFuture<byte[]> getxattr(NodeId id, String name) {
    return Calls.now(() -> attributeCalls.getxattr(node(id), name));
  }

  @Override
  public CompletableFuture<List<String>> listxattr(NodeId id) {
    return Calls.now(() -> attributeCalls.listxattr(node(id)));
  }

  @Override
  public void onInvalidation(Invalidations listener) {
    namespace.tree().onInvalidation(listener);
  }

  @Override
  public CompletableFuture<FsStat> statfs() {
    return Calls.now(() -> FsStats.UNBOUNDED);
  }

  // Files

  @Override
  public CompletableFuture<Opened> open(NodeId id, OpenMode mode) {
    try {
      if (mode.writes()) {
        requireWritable();
        flushing.requireAccepted(node(id));
      }
      return fileCalls.open(NodeKinds.file(node(id)), mode);
    } catch (VfsException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<Created> create(
      NodeId parent, String name, OpenMode mode, Exclusive exclusive) {
    return Calls.later(
        () -> {
          OpenFile open =
              changes.create(writableDirectory(parent), name, exclusive == Exclusive.YES);
          if (exclusive == Exclusive.YES) {
            open.markExclusive();
          }
          Opened opened = fileCalls.opened(open, mode, Opened.PageCache.DROP);
          return new Created(counted(open.node()), opened);
        });
  }

  @Override
  public CompletableFuture<ReadResult> read(HandleId handle, ByteRange range) {
    return fileCalls.read(handle, range);
  }

  @Override
  public Optional<Passthrough> passthrough(HandleId handle) {
    return fileCalls.passthrough(handle);
  }

  @Override
  public CompletableFuture<Void> write(HandleId handle, long offset, MemorySegment data) {
    return spaceWait.write(() -> fileCalls.write(handle, offset, data));
  }

  @Override
  public CompletableFuture<Void> flush(HandleId handle) {
    return flushing.closeWaits()
        ? Calls.doLater(() -> fileCalls.flush(handle))
        : Calls.doNow(() -> fileCalls.flush(handle));
  }

  @Override
  public CompletableFuture<Void> fsync(HandleId handle, SyncMode mode) {
    return Calls.doOn(diskWaits, () -> fileCalls.fsync(handle, mode));
  }

  @Override
  public CompletableFuture<Void> allocate(HandleId handle, ByteRange range) {
    return spaceWait.write(() -> fileCalls.allocate(handle, range));
  }

  @Override
  public CompletableFuture<Void> release(HandleId handle) {
    return Calls.doNow(() -> fileCalls.release(handle));
  }

  // Directories

  @Override
  public CompletableFuture<HandleId> opendir(NodeId id) {
    return Calls.now(
        () -> {
          DirectoryNode directory = NodeKinds.directory(node(id));
          return directories.add(new DirectoryHandle(namespace, directory, attributes));
        });
  }

  @Override
  public CompletableFuture<DirPage> readdir(HandleId directory, long cookie) {
    return Calls.later(() -> directories.get(directory).read(cookie));
  }

  @Override
  public CompletableFuture<Void> fsyncdir(HandleId directory) {
    return Calls.doLater(
        () -> Await.shared(intents.flush(directories.get(directory).directory().key())));
  }

  @Override
  public CompletableFuture<Void> releasedir(HandleId directory) {
    return Calls.doNow(() -> directories.remove(directory));
  }

  private Node node(NodeId id) throws VfsException {
    return namespace
        .tree()
        .find(id)
        .orElseThrow(() -> new VfsException(new VfsError.Stale("no node " + id.value())));
  }

  private DirectoryNode writableDirectory(NodeId id) throws VfsException {
    requireWritable();
    return NodeKinds.directory(node(id));
  }

  private void requireWritable() throws VfsException {
    if (options.access() == VfsOptions.Access.READ_ONLY) {
      throw new VfsException(new VfsError.ReadOnly("mounted read-only"));
    }
  }
}
