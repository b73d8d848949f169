package io.tpmount.fuse;

import io.tpmount.vfs.Attr;
import io.tpmount.vfs.AttrChange;
import io.tpmount.vfs.AttrChange.TimeChange;
import io.tpmount.vfs.Created;
import io.tpmount.vfs.DirEntry;
import io.tpmount.vfs.DirPage;
import io.tpmount.vfs.Entry;
import io.tpmount.vfs.FsStat;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.LookupResult;
import io.tpmount.vfs.Names;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.Opened;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.RenameMode;
import io.tpmount.vfs.SyncMode;
import io.tpmount.vfs.Vfs;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.unit.ByteRange;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file system in memory, for tests and benchmarks of drivers: never waits, stores nothing.
 * Renaming is not atomic against other changes of the same directories.
 */
public class MemoryVfs implements Vfs {
  private static final Duration VALID = Duration.ofSeconds(1);
  private static final int PAGE = 1000;

  private final AtomicLong ids = new AtomicLong(NodeId.ROOT.value());
  private final Map<NodeId, MemoryNode> nodes = new ConcurrentHashMap<>();
  private final Map<HandleId, Open> opens = new ConcurrentHashMap<>();
  private final Map<HandleId, List<DirEntry>> directories = new ConcurrentHashMap<>();

  private record Open(MemoryNode node, OpenMode mode) {}

  public MemoryVfs() {
    nodes.put(NodeId.ROOT, new MemoryNode(NodeId.ROOT, Attr.Kind.DIRECTORY, null, ""));
  }

  /** Lookups not given back. */
  public long outstandingLookups() {
    return nodes.values().stream().mapToLong(node -> node.lookups.get()).sum();
  }

  /** Files and directories not released. */
  public int openHandles() {
    return opens.size() + directories.size();
  }

  /** A call's body; what it throws fails its future. */
  @FunctionalInterface
  protected interface Body<T> {
    T run() throws VfsException;
  }

  protected static <T> CompletableFuture<T> call(Body<T> body) {
    try {
      return CompletableFuture.completedFuture(body.run());
    } catch (VfsException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<LookupResult> lookup(NodeId parent, String name) {
    return call(
        () -> {
          MemoryNode child = directory(parent).children.get(name);
          return child == null
              ? new LookupResult.Absent(VALID)
              : new LookupResult.Found(counted(child));
        });
  }

  @Override
  public Optional<Entry> peek(NodeId parent, String name) {
    return Optional.ofNullable(nodes.get(parent).children.get(name)).map(MemoryVfs::counted);
  }

  @Override
  public void forget(NodeId node, long lookups) {
    long left = nodes.get(node).lookups.addAndGet(-lookups);
    if (left < 0) {
      throw new IllegalStateException(node + " forgotten too often");
    }
  }

  @Override
  public CompletableFuture<Entry> getattr(NodeId node) {
    return call(() -> entry(nodes.get(node)));
  }

  @Override
  public CompletableFuture<Entry> setattr(NodeId id, AttrChange change) {
    return call(
        () -> {
          MemoryNode node = nodes.get(id);
          if (change.uid().orElse(0) != 0 || change.gid().orElse(0) != 0) {
            throw new VfsException(new VfsError.NotPermitted("chown"));
          }
          change.size().ifPresent(node::resize);
          change.permissions().ifPresent(node::setPermissions);
          change.mtime().ifPresent(mtime -> node.setMtime(instant(mtime)));
          return entry(node);
        });
  }

  private static Instant instant(TimeChange change) {
    return switch (change) {
      case TimeChange.Now now -> Instant.now();
      case TimeChange.At at -> at.time();
    };
  }

  @Override
  public CompletableFuture<String> readlink(NodeId node) {
    return call(
        () -> {
          if (nodes.get(node).kind != Attr.Kind.SYMLINK) {
            throw new VfsException(new VfsError.Invalid("no symlink"));
          }
          return nodes.get(node).target;
        });
  }

  @Override
  public CompletableFuture<Opened> open(NodeId id, OpenMode mode) {
    return call(() -> open(nodes.get(id), mode));
  }

  private Opened open(MemoryNode node, OpenMode mode) throws VfsException {
    if (node.kind != Attr.Kind.FILE) {
      throw new VfsException(new VfsError.IsADirectory(node.id.toString()));
    }
    if (mode.truncate()) {
      node.resize(0);
    }
    HandleId handle = new HandleId(ids.incrementAndGet());
    opens.put(handle, new Open(node, mode));
    node.opens.incrementAndGet();
    return new Opened(handle, Opened.PageCache.KEEP);
  }

  @Override
  public CompletableFuture<Created> create(
      NodeId parent, String name, OpenMode mode, Exclusive exclusive) {
    return call(
        () -> {
          MemoryNode fresh = fresh(directory(parent), name, Attr.Kind.FILE, "");
          MemoryNode existing = directory(parent).children.putIfAbsent(name, fresh);
          if (existing != null && exclusive == Exclusive.YES) {
            throw new VfsException(new VfsError.Exists(name));
          }
          MemoryNode node = existing == null ? fresh : existing;
          Opened opened = open(node, mode);
          return new Created(counted(node), opened);
        });
  }

  @Override
  public CompletableFuture<ReadResult> read(HandleId handle, ByteRange range) {
    return call(() -> opened(handle).node().read(range));
  }

  @Override
  public CompletableFuture<Void> write(HandleId handle, long offset, MemorySegment data) {
    return call(
        () -> {
          Open open = opened(handle);
          open.node().write(open.mode().append() ? open.node().size() : offset, data);
          return null;
        });
  }

  @Override
  public CompletableFuture<Void> flush(HandleId handle) {
    return done();
  }

  @Override
  public CompletableFuture<Void> fsync(HandleId handle, SyncMode mode) {
    return done();
  }

  @Override
  public CompletableFuture<Void> allocate(HandleId handle, ByteRange range) {
    return call(
        () -> {
          MemoryNode node = opened(handle).node();
          if (range.end() > node.size()) {
            node.resize(range.end());
          }
          return null;
        });
  }

  @Override
  public CompletableFuture<Void> release(HandleId handle) {
    opens.remove(handle).node().opens.decrementAndGet();
    return done();
  }

  @Override
  public CompletableFuture<HandleId> opendir(NodeId node) {
    return call(
        () -> {
          HandleId handle = new HandleId(ids.incrementAndGet());
          directories.put(handle, entries(directory(node)));
          return handle;
        });
  }

  private static List<DirEntry> entries(MemoryNode directory) {
    List<DirEntry> entries = new ArrayList<>();
    entries.add(new DirEntry(1, ".", directory.attr()));
    entries.add(new DirEntry(2, "..", directory.parent.attr()));
    directory.children.forEach(
        (name, node) -> entries.add(new DirEntry(entries.size() + 1L, name, node.attr())));
    return entries;
  }

  @Override
  public CompletableFuture<DirPage> readdir(HandleId directory, long cookie) {
    return call(
        () -> {
          List<DirEntry> entries = directories.get(directory);
          int end = (int) Math.min(entries.size(), cookie + PAGE);
          return new DirPage(entries.subList((int) cookie, end), end == entries.size());
        });
  }

  @Override
  public CompletableFuture<Void> fsyncdir(HandleId directory) {
    return done();
  }

  @Override
  public CompletableFuture<Void> releasedir(HandleId directory) {
    directories.remove(directory);
    return done();
  }

  @Override
  public CompletableFuture<Entry> mkdir(NodeId parent, String name) {
    return call(() -> counted(add(parent, name, Attr.Kind.DIRECTORY, "")));
  }

  @Override
  public CompletableFuture<Void> rmdir(NodeId parent, String name) {
    return call(
        () -> {
          MemoryNode child = child(parent, name);
          if (child.kind != Attr.Kind.DIRECTORY) {
            throw new VfsException(new VfsError.NotADirectory(name));
          }
          if (!child.children.isEmpty()) {
            throw new VfsException(new VfsError.NotEmpty(name));
          }
          directory(parent).children.remove(name);
          return null;
        });
  }

  @Override
  public CompletableFuture<Void> unlink(NodeId parent, String name) {
    return call(
        () -> {
          if (child(parent, name).opens.get() > 0) {
            throw new VfsException(new VfsError.Busy(name));
          }
          directory(parent).children.remove(name);
          return null;
        });
  }

  @Override
  public CompletableFuture<Entry> symlink(NodeId parent, String name, String target) {
    return call(() -> counted(add(parent, name, Attr.Kind.SYMLINK, target)));
  }

  @Override
  public CompletableFuture<Void> rename(
      NodeId from, String name, NodeId to, String newName, RenameMode mode) {
    return call(
        () -> {
          MemoryNode moved = child(from, name);
          MemoryNode replaced = directory(to).children.get(newName);
          if (replaced != null && !replaced.children.isEmpty()) {
            throw new VfsException(new VfsError.NotEmpty(newName));
          }
          directory(to).children.put(newName, moved);
          directory(from).children.remove(name);
          return null;
        });
  }

  @Override
  public CompletableFuture<FsStat> statfs() {
    return CompletableFuture.completedFuture(
        new FsStat(4096, 1L << 40, 1L << 39, 1L << 30, 1L << 29, Names.MAX_BYTES));
  }

  @Override
  public CompletableFuture<byte[]> getxattr(NodeId node, String name) {
    return call(
        () -> {
          if (!name.equals("user.tpmount.state")) {
            throw new VfsException(new VfsError.NoAttribute(name));
          }
          return "clean".getBytes(StandardCharsets.UTF_8);
        });
  }

  @Override
  public CompletableFuture<List<String>> listxattr(NodeId node) {
    return CompletableFuture.completedFuture(List.of("user.tpmount.state"));
  }

  private Open opened(HandleId handle) throws VfsException {
    Open open = opens.get(handle);
    if (open == null) {
      throw new VfsException(new VfsError.BadHandle(handle.toString()));
    }
    return open;
  }

  private MemoryNode directory(NodeId id) throws VfsException {
    MemoryNode node = nodes.get(id);
    if (node.kind != Attr.Kind.DIRECTORY) {
      throw new VfsException(new VfsError.NotADirectory(id.toString()));
    }
    return node;
  }

  private MemoryNode child(NodeId parent, String name) throws VfsException {
    MemoryNode child = directory(parent).children.get(name);
    if (child == null) {
      throw new VfsException(new VfsError.NotFound(name));
    }
    return child;
  }

  private MemoryNode add(NodeId parent, String name, Attr.Kind kind, String target)
      throws VfsException {
    MemoryNode added = fresh(directory(parent), name, kind, target);
    if (directory(parent).children.putIfAbsent(name, added) != null) {
      throw new VfsException(new VfsError.Exists(name));
    }
    return added;
  }

  private MemoryNode fresh(MemoryNode parent, String name, Attr.Kind kind, String target)
      throws VfsException {
    if (Names.encode(name).length > Names.MAX_BYTES) {
      throw new VfsException(new VfsError.NameTooLong(name));
    }
    NodeId id = new NodeId(ids.incrementAndGet());
    MemoryNode node = new MemoryNode(id, kind, parent, target);
    nodes.put(id, node);
    return node;
  }

  private static Entry entry(MemoryNode node) {
    return new Entry(node.id, node.attr(), VALID, VALID);
  }

  private static Entry counted(MemoryNode node) {
    node.lookups.incrementAndGet();
    return entry(node);
  }
}
