package io.tpmount.vfs.namespace;

import io.tpmount.vfs.NodeId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One entry of the tree. Its place (parent, name) changes only under the {@link Namespace} lock;
 * everybody may read it without.
 */
public abstract sealed class Node permits DirectoryNode, FileNode, LinkNode {
  private final NodeId id;
  private final long ino;
  private final AtomicLong lookups = new AtomicLong();

  /** Changes that have put the node where it is and that the store has not made yet. */
  private final AtomicInteger holds = new AtomicInteger();

  private volatile Place place;
  private volatile Instant keptTime;
  private volatile long confirmedAt;

  /**
   * Where a node hangs; a node that was removed or replaced keeps its last place but is not
   * attached.
   */
  record Place(DirectoryNode parent, String name, Attachment attachment) {}

  /** Whether the parent still holds the node under that name. */
  enum Attachment {
    ATTACHED,
    DETACHED
  }

  Node(NodeId id, long ino, DirectoryNode parent, String name, long confirmedAt) {
    this.id = id;
    this.ino = ino;
    this.place = new Place(parent, name, Attachment.DETACHED);
    this.confirmedAt = confirmedAt;
  }

  public final NodeId id() {
    return id;
  }

  /** What {@code stat} shows as inode number. */
  public final long ino() {
    return ino;
  }

  /** The directory that holds or last held it; of the root, itself. */
  public final DirectoryNode parent() {
    DirectoryNode parent = place.parent;
    return parent == null ? (DirectoryNode) this : parent;
  }

  public final String name() {
    return place.name;
  }

  public final boolean isAttached() {
    return place.attachment == Attachment.ATTACHED;
  }

  /** The key, relative to the mounted prefix, that belongs to the node's path. */
  public abstract String key();

  public abstract Instant mtime();

  /** A time that a program has set and the store does not have. */
  final Optional<Instant> keptTime() {
    return Optional.ofNullable(keptTime);
  }

  final void keepTime(Instant time) {
    keptTime = time;
  }

  /**
   * Whether a listing that lacks the node must not remove it: it is open, dirty or otherwise ahead
   * of the store.
   */
  abstract boolean isPinned();

  final void hold() {
    holds.incrementAndGet();
  }

  final void release() {
    holds.decrementAndGet();
  }

  /** Whether the store has not yet put it where it is. */
  final boolean isHeld() {
    return holds.get() > 0;
  }

  /** Whether a listing that lacks it must not remove it, for its own sake or as part of a tree. */
  final boolean isKept() {
    boolean kept = isPinned() || isHeld();
    for (Node at = parent(); !kept && at.parent() != at; at = at.parent()) {
      kept = at.isHeld();
    }
    return kept;
  }

  /** What the store's listing shows the node as, for the order of pages. */
  abstract Optional<String> listedAs();

  final void place(DirectoryNode parent, String name) {
    place = new Place(parent, name, Attachment.ATTACHED);
  }

  final void detach() {
    place = new Place(place.parent, place.name, Attachment.DETACHED);
  }

  /**
   * When the store, or a change of our own, last proved that the node is there; in ticks of the
   * namespace's clock.
   */
  final long confirmedAt() {
    return confirmedAt;
  }

  final void confirm(long at) {
    if (at - confirmedAt > 0) {
      confirmedAt = at;
    }
  }

  final void doubt(long at) {
    confirmedAt = at;
  }

  /** Whether a kernel may have the node in its caches. */
  final boolean isLookedUp() {
    return lookups.get() > 0;
  }

  final void countLookup() {
    lookups.incrementAndGet();
  }

  /** Gives lookups back and says how many are left. */
  final long uncountLookups(long count) {
    return lookups.addAndGet(-count);
  }

  @Override
  public String toString() {
    return key();
  }
}
