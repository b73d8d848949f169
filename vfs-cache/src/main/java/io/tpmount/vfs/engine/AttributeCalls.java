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
import io.tpmount.vfs.namespace.Node;
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
  private final WriteBack writeBack;
  private final Intents intents;
  private final Attributes attributes;
  private final ObjectStore store;
  private final InstantSource clock;

  AttributeCalls(
      OpenFiles files,
      WriteBack writeBack,
      Intents intents,
      Attributes attributes,
      ObjectStore store,
      InstantSource clock) {
    this.files = files;
    this.writeBack = writeBack;
    this.intents = intents;
    this.attributes = attributes;
    this.store = store;
    this.clock = clock;
  }

  /** All or nothing: what is refused is refused before anything is changed. */
  Entry set(Node node, AttrChange change) throws VfsException, IOException {
    Attr now = attributes.of(node);
    requireSame(node, "mode", change.permissions(), now.permissions());
    requireSame(node, "owner", change.uid(), now.uid());
    requireSame(node, "group", change.gid(), now.gid());
    if (change.mtime().isPresent()) {
      requireSettable(node, change.mtime().get());
    }
    if (change.size().isPresent()) {
      resize(NodeKinds.file(node), change.size().getAsLong());
    }
    return attributes.entry(node);
  }

  private static void requireSame(Node node, String what, OptionalInt asked, int shown)
      throws VfsException {
    if (asked.isPresent() && asked.getAsInt() != shown) {
      throw new VfsException(
          new VfsError.NotPermitted("an object has no " + what + " to change: " + node.key()));
    }
  }

  /** What is being written has the present time anyhow; another time could not be kept. */
  private void requireSettable(Node node, AttrChange.TimeChange time) throws VfsException {
    boolean unsent =
        node instanceof FileNode file && files.current(file).filter(OpenFile::isPinned).isPresent();
    if (!(time instanceof AttrChange.TimeChange.Now && unsent)) {
      throw new VfsException(
          new VfsError.NotPermitted("the time of an object can't be set: " + node.key()));
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
