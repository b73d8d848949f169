package io.tpmount.vfs.namespace;

import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.store.ObjectInfo;
import java.time.Instant;
import java.util.Optional;

/** A symbolic link: an object {@code NAME.rclonelink} whose body is the target. */
public final class LinkNode extends Node {
  /** What rclone appends to the name of a link. */
  public static final String SUFFIX = ".rclonelink";

  private final long size;
  private final Instant mtime;
  private volatile ObjectInfo version;
  private volatile String target;

  LinkNode(
      NodeId id,
      long ino,
      DirectoryNode parent,
      String name,
      long confirmedAt,
      ObjectInfo version) {
    super(id, ino, parent, name, confirmedAt);
    this.version = version;
    this.size = version.size();
    this.mtime = version.shownTime();
  }

  @Override
  public String key() {
    return parent().key() + name() + SUFFIX;
  }

  public ObjectInfo version() {
    return version;
  }

  /** Length of the target in bytes. */
  public long size() {
    return size;
  }

  /** The target, once it was read or is our own. */
  public Optional<String> target() {
    return Optional.ofNullable(target);
  }

  public void target(String text) {
    target = text;
  }

  @Override
  public Instant mtime() {
    return keptTime().orElse(mtime);
  }

  void version(ObjectInfo newest) {
    version = newest;
  }

  @Override
  boolean isPinned() {
    return false;
  }

  @Override
  Optional<String> listedAs() {
    return Optional.of(name() + SUFFIX);
  }
}
