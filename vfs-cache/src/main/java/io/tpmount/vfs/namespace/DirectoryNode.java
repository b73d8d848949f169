package io.tpmount.vfs.namespace;

import com.google.common.util.concurrent.RateLimiter;
import io.tpmount.vfs.NodeId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A directory: the names known so far, and how much of its listing is known. Children change only
 * under the {@link Namespace} lock and are read without.
 */
public final class DirectoryNode extends Node {
  /** Requests a second that polling for absent names may cost per directory. */
  private static final double ASK_AGAIN_PER_SECOND = 20;

  private final Map<String, Node> children = new ConcurrentHashMap<>();

  /** Names we removed, and when: a listing that was asked for before must not bring them back. */
  private final Map<String, Long> tombstones = new ConcurrentHashMap<>();

  /** Names we removed and the store has not, as often: no listing brings them back until it has. */
  private final Map<String, Integer> leaving = new ConcurrentHashMap<>();

  /** The listing beyond whose known part one name has been asked for alone. */
  private final AtomicReference<Listing> askedBeyond = new AtomicReference<>();

  private final AtomicReference<RateLimiter> askingAgain = new AtomicReference<>();

  private final WalkDetector walkDetector = new WalkDetector();

  /** The walk over everything below, while one is going on. */
  private volatile FlatWalk walk;

  private volatile Listing listing;
  private volatile Instant mtime;

  DirectoryNode(
      NodeId id, long ino, DirectoryNode parent, String name, long confirmedAt, Instant mtime) {
    super(id, ino, parent, name, confirmedAt);
    this.mtime = mtime;
  }

  /** The prefix of everything below: empty for the root, else ending in a slash. */
  @Override
  public String key() {
    return parent() == this ? "" : parent().key() + name() + "/";
  }

  @Override
  public Instant mtime() {
    return mtime;
  }

  /** Whether {@code this} is {@code other} or lies below it. */
  public boolean isWithin(DirectoryNode other) {
    DirectoryNode at = this;
    while (at != other && at.parent() != at) {
      at = at.parent();
    }
    return at == other;
  }

  public Optional<Node> child(String name) {
    return Optional.ofNullable(children.get(name));
  }

  public Collection<Node> children() {
    return children.values();
  }

  /** Whether something below is open or not in the store yet. */
  public boolean holdsOwn() {
    return children.values().stream().anyMatch(child -> child.isPinned() || child.isHeld());
  }

  @Override
  boolean isPinned() {
    return holdsOwn();
  }

  @Override
  Optional<String> listedAs() {
    return Optional.of(name() + "/");
  }

  Optional<Listing> listing() {
    return Optional.ofNullable(listing);
  }

  void listing(Listing newest) {
    listing = newest;
  }

  WalkDetector walkDetector() {
    return walkDetector;
  }

  Optional<FlatWalk> walk() {
    return Optional.ofNullable(walk);
  }

  void walk(FlatWalk current) {
    walk = current;
  }

  /** Whether this is the first name wanted beyond the known part of the listing. */
  boolean mayAskForOne(Listing beyond) {
    return askedBeyond.getAndSet(beyond) != beyond;
  }

  /** Whether one more absent name may be asked for again now. */
  boolean mayAskAgain() {
    if (askingAgain.get() == null) {
      askingAgain.compareAndSet(null, RateLimiter.create(ASK_AGAIN_PER_SECOND));
    }
    return askingAgain.get().tryAcquire();
  }

  void touch(Instant now) {
    mtime = now;
  }

  void put(Node child) {
    children.put(child.name(), child);
    tombstones.remove(child.name());
  }

  void remove(Node child) {
    children.remove(child.name(), child);
  }

  void bury(String name, long at) {
    tombstones.put(name, at);
  }

  /** Whether the name was removed by us after {@code asked}. */
  boolean isBuriedSince(String name, long asked) {
    if (leaving.containsKey(name)) {
      return true;
    }
    Long at = tombstones.get(name);
    return at != null && at - asked >= 0;
  }

  /** The name goes, in the store later: see {@link #left}. */
  void leaves(String name) {
    leaving.merge(name, 1, Integer::sum);
  }

  /** The store has removed what {@link #leaves} told of. */
  void left(String name) {
    leaving.computeIfPresent(name, (_, count) -> count == 1 ? null : count - 1);
  }

  /** Whether a child was put here, or shown by the store, after {@code tick}. */
  public boolean gainedSince(long tick) {
    return children.values().stream().anyMatch(child -> child.confirmedAt() - tick > 0);
  }

  /** Forgets tombstones that no listing from {@code asked} on can be older than. */
  void exhumeBefore(long asked) {
    tombstones.values().removeIf(at -> at - asked < 0);
  }
}
