package io.tpmount.vfs.engine;

import io.tpmount.vfs.Attr;
import io.tpmount.vfs.AttrChange;
import io.tpmount.vfs.Entry;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.intent.Intents;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.namespace.LinkNode;
import io.tpmount.vfs.namespace.Namespace;
import io.tpmount.vfs.namespace.Node;
import io.tpmount.vfs.posix.Rejection;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.GetRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.write.WriteBack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The calls on attributes, extended attributes and link targets. */
final class AttributeCalls {
  /**
   * How far a file is from being in the store: {@code clean}, {@code dirty}, {@code uploading},
   * {@code failed: …}.
   */
  private static final String STATE = "user.tpmount.state";

  private static final String ETAG = "user.tpmount.etag";

  /** PATH_MAX: a longer body is no target. */
  private static final int LONGEST_TARGET = 4096;

  private final OpenFiles files;
  private final Namespace namespace;
  private final WriteBack writeBack;
  private final Intents intents;
  private final Attributes attributes;
  private final PosixRules rules;
  private final ObjectStore store;
  private final InstantSource clock;

  AttributeCalls(
      OpenFiles files,
      Namespace namespace,
      WriteBack writeBack,
      Intents intents,
      Attributes attributes,
      PosixRules rules,
      ObjectStore store,
      InstantSource clock) {
    this.files = files;
    this.namespace = namespace;
    this.writeBack = writeBack;
    this.intents = intents;
    this.attributes = attributes;
    this.rules = rules;
    this.store = store;
    this.clock = clock;
  }

  /** All or nothing: what is refused is refused before anything is changed. */
  Entry set(Node node, AttrChange change) throws VfsException, IOException {
    Attr now = attributes.of(node);
    requireSame(node, Rejection.MODE, change.permissions(), now.permissions());
    requireSame(node, Rejection.OWNER, change.uid(), now.uid());
    requireSame(node, Rejection.OWNER, change.gid(), now.gid());
    // A change of size has its time, and a kernel that caches writes tells it.
    if (change.mtime().isPresent() && change.size().isEmpty()) {
      requireSettable(node, change.mtime().get());
    }
    if (change.size().isPresent()) {
      resize(NodeKinds.file(node), change.size().getAsLong());
    }
    if (change.mtime().isPresent()) {
      setTime(node, time(change.mtime().get()));
    }
    return attributes.entry(node);
  }

  private void requireSame(Node node, Rejection kind, OptionalInt asked, int shown)
      throws VfsException {
    if (asked.isPresent() && asked.getAsInt() != shown) {
      rules.refuse(kind, new VfsError.NotPermitted("an object has none to change: " + node.key()));
    }
  }

  /** What is being written has the present time anyhow; another time could not be kept. */
  private void requireSettable(Node node, AttrChange.TimeChange time) throws VfsException {
    boolean unsent =
        node instanceof FileNode file && files.current(file).filter(OpenFile::isPinned).isPresent();
    if (!(time instanceof AttrChange.TimeChange.Now && unsent)) {
      rules.refuse(
          Rejection.TIME,
          new VfsError.NotPermitted("the time of an object can't be set: " + node.key()));
    }
  }

  private Instant time(AttrChange.TimeChange change) {
    return switch (change) {
      case AttrChange.TimeChange.Now _ -> clock.instant();
      case AttrChange.TimeChange.At(Instant time) -> time;
    };
  }

  /** The upload stores it with what is unsent; else it is shown while this mount lives. */
  private void setTime(Node node, Instant time) throws IOException {
    if (!(node instanceof FileNode file && setTimeOfUnsent(file, time))) {
      namespace.tree().keepTime(node, time);
    }
  }

  private boolean setTimeOfUnsent(FileNode file, Instant time) throws IOException {
    if (files.current(file).filter(open -> open.file().isDirty()).isEmpty()) {
      return false;
    }
    OpenFile open = files.acquire(file);
    try {
      open.file().setMtime(time);
      return true;
    } finally {
      files.release(open);
    }
  }

  private void resize(FileNode node, long size) throws IOException {
    OpenFile open = files.acquire(node);
    try {
      open.file().truncate(size, clock.instant());
      open.file().commit();
    } finally {
      files.release(open);
    }
  }

  String readlink(LinkNode link) throws VfsException, StoreException, InterruptedException {
    if (link.target().isEmpty()) {
      link.target(fetchTarget(link));
    }
    return link.target().orElseThrow();
  }

  private String fetchTarget(LinkNode link)
      throws VfsException, StoreException, InterruptedException {
    ObjectInfo version = link.version();
    if (version.size() == 0 || version.size() > LONGEST_TARGET) {
      throw new VfsException(
          new VfsError.Invalid(link.key() + " has " + version.size() + " bytes: no link target"));
    }
    ByteBuffer target = ByteBuffer.allocate((int) version.size());
    GetRequest request =
        new GetRequest(
            version.key(), new ByteRange(0, version.size()), Optional.of(version.etag()));
    Await.result(store.get(request, (_, bytes) -> target.put(bytes)));
    return new String(target.array(), StandardCharsets.UTF_8);
  }

  byte[] getxattr(Node node, String name) throws VfsException {
    Optional<String> value =
        switch (name) {
          case STATE -> Optional.of(state(node));
          case ETAG -> etag(node);
          default -> Optional.empty();
        };
    return value
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .orElseThrow(() -> new VfsException(new VfsError.NoAttribute(name)));
  }

  List<String> listxattr(Node node) {
    return etag(node).isPresent() ? List.of(STATE, ETAG) : List.of(STATE);
  }

  private String state(Node node) {
    return switch (node) {
      case FileNode file ->
          files.current(file).map(open -> writeBack.state(open).text()).orElse("clean");
      case DirectoryNode directory ->
          intents.troubleBelow(directory.key()).map(why -> "failed: " + why).orElse("clean");
      case LinkNode _ -> "clean";
    };
  }

  private static Optional<String> etag(Node node) {
    return switch (node) {
      case FileNode file -> file.version().map(version -> version.etag().value());
      case LinkNode link -> Optional.of(link.version().etag().value());
      case DirectoryNode _ -> Optional.empty();
    };
  }
}
