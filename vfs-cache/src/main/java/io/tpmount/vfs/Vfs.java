package io.tpmount.vfs;

import io.tpmount.vfs.unit.ByteRange;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A file system, called by node and handle.
 *
 * <p>Every call returns at once. Its future completes exactly once, on any thread, and is already
 * complete when nothing had to be waited for; it fails with a {@link VfsException} and with nothing
 * else. {@code cancel} on it ends the wait (FUSE INTERRUPT): the future is then cancelled, and the
 * call's effect may or may not take place. All calls are safe to make concurrently; those on one
 * handle are applied in the order made only if each is awaited.
 *
 * <p>A node stays known until {@link #forget} has given back every lookup counted for it: one per
 * {@link Entry} returned, whether the caller uses it or not. Names are single path components;
 * their text is lossless for any bytes ({@link Names}).
 */
public interface Vfs {
  CompletableFuture<LookupResult> lookup(NodeId parent, String name);

  /** What a lookup would tell without asking anybody; empty also for a name that is absent. */
  default Optional<Entry> peek(NodeId parent, String name) {
    return Optional.empty();
  }

  /** Gives back {@code lookups} counted for {@code node}; the root is never forgotten. */
  void forget(NodeId node, long lookups);

  /** The attributes, with their validity, without counting a lookup. */
  CompletableFuture<Entry> getattr(NodeId node);

  /** All changes or none. An explicit size truncates or extends with zeros. */
  CompletableFuture<Entry> setattr(NodeId node, AttrChange change);

  CompletableFuture<String> readlink(NodeId node);

  /** Opens a file; {@link VfsError.IsADirectory} for a directory. */
  CompletableFuture<Opened> open(NodeId node, OpenMode mode);

  /**
   * Makes and opens a file.
   *
   * @param exclusive O_EXCL: {@link VfsError.Exists} if the name is there; otherwise an existing
   *     file is opened
   */
  CompletableFuture<Created> create(NodeId parent, String name, OpenMode mode, Exclusive exclusive);

  /** O_EXCL or not. */
  enum Exclusive {
    YES,
    NO
  }

  /** The caller closes the result. Reads past the end of the file are empty, not failures. */
  CompletableFuture<ReadResult> read(HandleId handle, ByteRange range);

  /**
   * The whole file of a handle that only reads, when all of it is cached and the store has all of
   * it; empty for any other file, for an empty one, and when half of the cache's limit is handed
   * out already. Nothing is waited for and nothing fetched: ask again at the next open. The caller
   * closes the result once the kernel has let go of the descriptor, and asks for as many as it
   * likes: one file is counted once.
   */
  default Optional<Passthrough> passthrough(HandleId handle) {
    return Optional.empty();
  }

  /**
   * Writes all of {@code data} at {@code offset}, or at the end of the file if the handle appends.
   *
   * @param data must stay valid and unchanged until the future is done
   */
  CompletableFuture<Void> write(HandleId handle, long offset, MemorySegment data);

  /**
   * One close(2) of a handle; there may be several. After success the bytes survive a crash of this
   * process.
   */
  CompletableFuture<Void> flush(HandleId handle);

  /** After success the bytes survive a power loss. */
  CompletableFuture<Void> fsync(HandleId handle, SyncMode mode);

  /**
   * Ensures that a range can be written without running out of space, and extends the file to its
   * end.
   */
  CompletableFuture<Void> allocate(HandleId handle, ByteRange range);

  /** The last close. The handle ends whatever the future says. */
  CompletableFuture<Void> release(HandleId handle);

  CompletableFuture<HandleId> opendir(NodeId node);

  /**
   * The entries after {@code cookie}, 0 for the first, in an order that stays the same while the
   * handle is open.
   *
   * @return no lookups are counted for the entries
   */
  CompletableFuture<DirPage> readdir(HandleId directory, long cookie);

  /** Waits until what was made or removed in the directory is durable. */
  CompletableFuture<Void> fsyncdir(HandleId directory);

  CompletableFuture<Void> releasedir(HandleId directory);

  CompletableFuture<Entry> mkdir(NodeId parent, String name);

  CompletableFuture<Void> rmdir(NodeId parent, String name);

  CompletableFuture<Void> unlink(NodeId parent, String name);

  CompletableFuture<Entry> symlink(NodeId parent, String name, String target);

  CompletableFuture<Void> rename(
      NodeId from, String name, NodeId to, String newName, RenameMode mode);

  CompletableFuture<FsStat> statfs();

  /** {@link VfsError.NoAttribute} when the node has none of that name. */
  CompletableFuture<byte[]> getxattr(NodeId node, String name);

  CompletableFuture<List<String>> listxattr(NodeId node);
}
