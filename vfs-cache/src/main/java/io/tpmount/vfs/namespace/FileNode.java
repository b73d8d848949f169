package io.tpmount.vfs.namespace;

import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.store.ObjectInfo;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file: the version the store is known to have, and the content that is open or not yet uploaded,
 * if any.
 */
public final class FileNode extends Node {
  /** What a file's bytes and times are while it is open or ahead of the store. */
  public interface Content {
    long size();

    Instant mtime();

    /** Whether the store lacks something of it. */
    boolean isAhead();

    /** Whether the file must stay in the tree whatever a listing says. */
    boolean isPinned();
  }

  private final AtomicBoolean opened = new AtomicBoolean();

  private volatile ObjectInfo version;
  private volatile boolean coversStored;
  private volatile Content content;
  private volatile FileNode predecessor;

  FileNode(
      NodeId id,
      long ino,
      DirectoryNode parent,
      String name,
      long confirmedAt,
      ObjectInfo version) {
    super(id, ino, parent, name, confirmedAt);
    this.version = version;
  }

  @Override
  public String key() {
    return parent().key() + name();
  }

  /**
   * The newest version known to be in the store under this node; empty for a file never uploaded.
   */
  public Optional<ObjectInfo> version() {
    return Optional.ofNullable(version);
  }

  /**
   * Whether the store may have an object of this node's key: its own version, or one that the node
   * has taken the name from and not overwritten yet.
   */
  public boolean mayBeStored() {
    return version != null || coversStored;
  }

  void coverStored() {
    coversStored = true;
  }

  public Optional<Content> content() {
    return Optional.ofNullable(content);
  }

  public void content(Content newest) {
    content = newest;
  }

  public long size() {
    Content now = content;
    if (now != null) {
      return now.size();
    }
    // Without either it was removed before it was ever stored.
    return version == null ? 0 : version.size();
  }

  @Override
  public Instant mtime() {
    Content now = content;
    if (now != null && now.isAhead()) {
      return now.mtime();
    }
    return keptTime().orElseGet(() -> storedTime(now));
  }

  private Instant storedTime(Content now) {
    if (now != null) {
      return now.mtime();
    }
    return version == null ? Instant.EPOCH : version.shownTime();
  }

  /** Whether the node was opened before; it now is. */
  public boolean markOpened() {
    return opened.getAndSet(true);
  }

  /**
   * The node of an older version that this one took the name from, while that one still is open.
   */
  public Optional<FileNode> openPredecessor() {
    FileNode before = predecessor;
    if (before != null && before.content().isEmpty()) {
      predecessor = null;
      return Optional.empty();
    }
    return Optional.ofNullable(before);
  }

  void predecessor(FileNode before) {
    predecessor = before;
  }

  void version(ObjectInfo newest) {
    version = newest;
  }

  @Override
  boolean isPinned() {
    Content now = content;
    return version == null || (now != null && now.isPinned());
  }

  @Override
  Optional<String> listedAs() {
    return version().map(known -> name());
  }
}
