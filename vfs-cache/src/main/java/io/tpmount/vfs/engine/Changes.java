package io.tpmount.vfs.engine;

import io.tpmount.vfs.RenameMode;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.namespace.LinkNode;
import io.tpmount.vfs.namespace.Namespace;
import io.tpmount.vfs.namespace.Node;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.Body;
import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.write.WriteBack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes and removes names. Each change is carried out in the store before it is answered; a file
 * that the store does not have yet needs no request. Methods run on virtual threads.
 */
final class Changes {
  /** What S3 consoles and rclone give a directory marker. */
  private static final String DIRECTORY_TYPE = "application/x-directory";

  /** How long the kernel may take to tell of a close(2) that has returned. */
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final ObjectStore store;
  private final Namespace namespace;
  private final OpenFiles files;
  private final WriteBack writeBack;
  private final NameLocks locks;
  private final Renames renames;
  private final OpenUnlink openUnlink;
  private final InstantSource clock;

  Changes(
      ObjectStore store,
      Namespace namespace,
      OpenFiles files,
      WriteBack writeBack,
      NameLocks locks,
      Renames renames,
      OpenUnlink openUnlink,
      InstantSource clock) {
    this.store = store;
    this.namespace = namespace;
    this.files = files;
    this.writeBack = writeBack;
    this.locks = locks;
    this.renames = renames;
    this.openUnlink = openUnlink;
    this.clock = clock;
  }

  /** Makes a file, or finds the one that is there; the caller releases it. */
  OpenFile create(DirectoryNode parent, String name, boolean exclusive)
      throws VfsException, StoreException, IOException, InterruptedException {
    NewNames.check(parent, name, "");
    try (NameLocks.Hold _ = locks.hold(parent, name)) {
      Optional<Node> there = namespace.lookup(parent, name);
      if (there.isPresent() && exclusive) {
        throw new VfsException(new VfsError.Exists(there.get().key()));
      }
      if (there.isPresent()) {
        return files.acquire(NodeKinds.file(there.get()));
      }
      synchronized (parent) {
        requireAttached(parent);
        return files.create(parent, name, clock.instant());
      }
    }
  }

  DirectoryNode mkdir(DirectoryNode parent, String name)
      throws VfsException, StoreException, InterruptedException {
    NewNames.check(parent, name, "/");
    try (NameLocks.Hold _ = locks.hold(parent, name)) {
      requireAbsent(parent, name);
      Instant now = clock.instant();
      PutOptions options =
          new PutOptions(
              Optional.of(now), Optional.of(DIRECTORY_TYPE), new PutOptions.Condition.Always());
      ObjectKey key = ObjectKey.of(parent.key() + name + "/");
      Await.result(store.put(key, Body.of(new byte[0]), options));
      return namespace.tree().addDirectory(parent, name, now);
    }
  }

  LinkNode symlink(DirectoryNode parent, String name, String target)
      throws VfsException, StoreException, InterruptedException {
    NewNames.check(parent, name, LinkNode.SUFFIX);
    try (NameLocks.Hold _ = locks.hold(parent, name)) {
      requireAbsent(parent, name);
      ObjectKey key = ObjectKey.of(parent.key() + name + LinkNode.SUFFIX);
      Body body = Body.of(target.getBytes(StandardCharsets.UTF_8));
      ObjectInfo version =
          Await.result(store.put(key, body, PutOptions.withMtime(clock.instant())));
      return namespace.tree().addLink(parent, name, version, target);
    }
  }

  void unlink(DirectoryNode parent, String name)
      throws VfsException, StoreException, IOException, InterruptedException {
    try (NameLocks.Hold _ = locks.hold(parent, name)) {
      switch (require(parent, name)) {
        case DirectoryNode directory ->
            throw new VfsException(new VfsError.IsADirectory(directory.key()));
        case FileNode file -> unlinkFile(file);
        case LinkNode link -> {
          Await.result(store.delete(link.version().key()));
          namespace.tree().remove(link, clock.instant());
        }
      }
    }
  }

  private void unlinkFile(FileNode file)
      throws VfsException, StoreException, IOException, InterruptedException {
    Optional<OpenFile> open = files.current(file);
    if (open.isEmpty()) {
      remove(file, open, file.mayBeStored());
      return;
    }
    if (!open.get().awaitReleased(CLOSING)) {
      openUnlink.prepare(open.get());
    }
    // Held, so that a close in the meantime does not throw away what a refusal brings back.
    open.get().use();
    try {
      boolean mayHaveArrived = Await.result(writeBack.cancel(open.get()));
      remove(file, open, mayHaveArrived || file.mayBeStored());
      files.removed(open.get());
    } finally {
      files.release(open.get());
    }
  }

  private void remove(FileNode file, Optional<OpenFile> open, boolean inStore)
      throws StoreException, InterruptedException {
    namespace.tree().remove(file, clock.instant());
    try {
      if (inStore) {
        Await.result(store.delete(ObjectKey.of(file.key())));
      }
    } catch (StoreException | InterruptedException e) {
      namespace.tree().restore(file);
      open.ifPresent(writeBack::schedule);
      throw e;
    }
  }

  void rmdir(DirectoryNode parent, String name)
      throws VfsException, StoreException, InterruptedException {
    try (NameLocks.Hold _ = locks.hold(parent, name)) {
      DirectoryNode directory = NodeKinds.directory(require(parent, name));
      boolean marker = requireEmpty(directory);
      synchronized (directory) {
        requireNoOwnChildren(directory);
        namespace.tree().remove(directory, clock.instant());
      }
      try {
        if (marker) {
          Await.result(store.delete(ObjectKey.of(directory.key())));
        }
      } catch (StoreException | InterruptedException e) {
        namespace.tree().restore(directory);
        throw e;
      }
    }
  }

  void rename(DirectoryNode from, String name, DirectoryNode to, String newName, RenameMode mode)
      throws VfsException, StoreException, IOException, InterruptedException {
    NewNames.check(to, newName, "/");
    try (NameLocks.Hold _ = locks.hold(from, name, to, newName)) {
      Node node = require(from, name);
      Optional<Node> target = namespace.lookup(to, newName);
      if (target.isPresent() && mode == RenameMode.NO_REPLACE) {
        throw new VfsException(new VfsError.Exists(target.get().key()));
      }
      if (target.isPresent() && target.get() == node) {
        return;
      }
      requireReplaceable(node, target, to);
      requireAttached(to);
      renames.rename(node, to, newName, target);
    }
  }

  private void requireReplaceable(Node node, Optional<Node> target, DirectoryNode to)
      throws VfsException, StoreException, InterruptedException {
    if (node instanceof DirectoryNode directory && to.isWithin(directory)) {
      throw new VfsException(new VfsError.Invalid(node.key() + " into itself"));
    }
    if (target.isEmpty()) {
      return;
    }
    boolean replacesDirectory = target.get() instanceof DirectoryNode;
    if (node instanceof DirectoryNode && !replacesDirectory) {
      throw new VfsException(new VfsError.NotADirectory(target.get().key()));
    }
    if (!(node instanceof DirectoryNode) && replacesDirectory) {
      throw new VfsException(new VfsError.IsADirectory(target.get().key()));
    }
    if (target.get() instanceof DirectoryNode directory) {
      requireEmpty(directory);
    }
  }

  private Node require(DirectoryNode parent, String name)
      throws VfsException, StoreException, InterruptedException {
    return namespace
        .lookup(parent, name)
        .orElseThrow(() -> new VfsException(new VfsError.NotFound(parent.key() + name)));
  }

  private void requireAbsent(DirectoryNode parent, String name)
      throws VfsException, StoreException, InterruptedException {
    requireAttached(parent);
    Optional<Node> there = namespace.lookup(parent, name);
    if (there.isPresent()) {
      throw new VfsException(new VfsError.Exists(there.get().key()));
    }
  }

  private void requireAttached(DirectoryNode parent) throws VfsException {
    if (parent != namespace.tree().root() && !parent.isAttached()) {
      throw new VfsException(new VfsError.NotFound(parent.key() + " was removed"));
    }
  }

  /**
   * Asks the store, which others may have filled since; says whether the directory has a marker.
   */
  private boolean requireEmpty(DirectoryNode directory)
      throws VfsException, StoreException, InterruptedException {
    requireNoOwnChildren(directory);
    ListPage page = Await.result(store.list(ListRequest.flat(directory.key()).withMaxKeys(2)));
    String marker = directory.key();
    if (page.objects().stream().anyMatch(object -> !object.key().value().equals(marker))) {
      throw new VfsException(new VfsError.NotEmpty(directory.key()));
    }
    return !page.objects().isEmpty();
  }

  private static void requireNoOwnChildren(DirectoryNode directory) throws VfsException {
    if (directory.holdsOwn()) {
      throw new VfsException(new VfsError.NotEmpty(directory.key()));
    }
  }
}
