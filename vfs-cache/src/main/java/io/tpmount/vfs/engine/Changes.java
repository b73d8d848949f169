package io.tpmount.vfs.engine;

import io.tpmount.vfs.RenameMode;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.intent.Intent;
import io.tpmount.vfs.intent.Intent.Effect;
import io.tpmount.vfs.intent.Intents;
import io.tpmount.vfs.intent.Pending;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.LinkNode;
import io.tpmount.vfs.namespace.Namespace;
import io.tpmount.vfs.namespace.Node;
import io.tpmount.vfs.namespace.Tree;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.write.WriteOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Makes, moves and removes names. Each change is answered when its {@link Intent} is in the
 * journal; the store makes it soon after. Methods run on virtual threads.
 */
final class Changes {
  private final Namespace namespace;
  private final Tree tree;
  private final OpenFiles files;
  private final Intents intents;
  private final NameLocks locks;
  private final TreeShape shape;
  private final Emptiness emptiness;
  private final Unlinks unlinks;
  private final Renames renames;
  private final WriteOptions.Metadata metadata;
  private final InstantSource clock;

  Changes(
      Namespace namespace,
      OpenFiles files,
      Intents intents,
      Emptiness emptiness,
      Unlinks unlinks,
      Renames renames,
      TreeShape shape,
      WriteOptions.Metadata metadata,
      InstantSource clock) {
    this.namespace = namespace;
    this.tree = namespace.tree();
    this.files = files;
    this.intents = intents;
    this.locks = new NameLocks();
    this.shape = shape;
    this.emptiness = emptiness;
    this.unlinks = unlinks;
    this.renames = renames;
    this.metadata = metadata;
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
      try (TreeShape.Hold _ = shape.keep()) {
        synchronized (parent) {
          requireAttached(parent);
          return files.create(parent, name, clock.instant());
        }
      }
    }
  }

  DirectoryNode mkdir(DirectoryNode parent, String name)
      throws VfsException, StoreException, IOException, InterruptedException {
    NewNames.check(parent, name, "/");
    DirectoryNode made;
    Pending pending;
    try (NameLocks.Hold _ = locks.hold(parent, name)) {
      requireAbsent(parent, name);
      try (TreeShape.Hold _ = shape.keep()) {
        synchronized (parent) {
          requireAttached(parent);
          Instant now = clock.instant();
          ObjectKey marker = ObjectKey.of(parent.key() + name + "/");
          Making making = new Making(files, tree);
          pending = prepare(new Effect.MakeDirectory(marker, now), making);
          made = tree.addDirectory(parent, name, now);
          making.of(made);
          pending.start();
        }
      }
    }
    answer(Optional.of(pending));
    return made;
  }

  LinkNode symlink(DirectoryNode parent, String name, String target)
      throws VfsException, StoreException, IOException, InterruptedException {
    NewNames.check(parent, name, LinkNode.SUFFIX);
    LinkNode made;
    Pending pending;
    try (NameLocks.Hold _ = locks.hold(parent, name)) {
      requireAbsent(parent, name);
      try (TreeShape.Hold _ = shape.keep()) {
        synchronized (parent) {
          requireAttached(parent);
          ObjectInfo unsent = unsentLink(parent.key() + name + LinkNode.SUFFIX, target);
          Making making = new Making(files, tree);
          pending = prepare(new Effect.MakeLink(unsent.key(), target, unsent.shownTime()), making);
          made = tree.addLink(parent, name, unsent, target);
          making.of(made);
          pending.start();
        }
      }
    }
    answer(Optional.of(pending));
    return made;
  }

  /** What a link shows until the store has given it a version. */
  private ObjectInfo unsentLink(String key, String target) {
    Instant now = clock.instant();
    int size = target.getBytes(StandardCharsets.UTF_8).length;
    return new ObjectInfo(ObjectKey.of(key), new ETag("unsent"), size, now, Optional.of(now));
  }

  private Pending prepare(Effect effect, Making making) throws IOException {
    return intents.prepare(new Intent(List.of(), List.of(), effect), List.of(), making);
  }

  void unlink(DirectoryNode parent, String name)
      throws VfsException, StoreException, IOException, InterruptedException {
    Optional<Pending> pending;
    try (NameLocks.Hold _ = locks.hold(parent, name)) {
      pending = unlinks.unlink(require(parent, name));
    }
    answer(pending);
  }

  void rmdir(DirectoryNode parent, String name)
      throws VfsException, StoreException, IOException, InterruptedException {
    Optional<Pending> pending;
    try (NameLocks.Hold _ = locks.hold(parent, name)) {
      DirectoryNode directory = NodeKinds.directory(require(parent, name));
      Emptiness.Proof proof = emptiness.prove(directory);
      try (TreeShape.Hold _ = shape.keep()) {
        synchronized (directory) {
          emptiness.requireStill(directory, proof);
          pending = unlinks.rmdir(directory, proof);
        }
      }
    }
    answer(pending);
  }

  void rename(DirectoryNode from, String name, DirectoryNode to, String newName, RenameMode mode)
      throws VfsException, StoreException, IOException, InterruptedException {
    NewNames.check(to, newName, "/");
    List<Pending> pending;
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
      pending = move(node, to, newName, target);
    }
    for (Pending one : pending) {
      answer(Optional.of(one));
    }
  }

  private List<Pending> move(Node node, DirectoryNode to, String name, Optional<Node> target)
      throws VfsException, IOException {
    boolean isTree = node instanceof DirectoryNode;
    try (TreeShape.Hold _ = isTree ? shape.change() : shape.keep()) {
      synchronized (to) {
        requireAttached(to);
        if (node instanceof DirectoryNode directory && to.isWithin(directory)) {
          throw new VfsException(new VfsError.Invalid(node.key() + " into itself"));
        }
        return renames.rename(node, to, name, target);
      }
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
      emptiness.prove(directory);
    }
  }

  /** Waits for the store only where that is asked for. */
  private void answer(Optional<Pending> pending) throws StoreException, InterruptedException {
    if (pending.isPresent() && metadata == WriteOptions.Metadata.AT_ONCE) {
      pending.get().hurry();
      // A try that fails is told, though others follow: nobody waits for a store that is away.
      Await.shared(pending.get().attempt());
      Await.shared(pending.get().done());
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
    if (parent != tree.root() && !parent.isAttached()) {
      throw new VfsException(new VfsError.NotFound(parent.key() + " was removed"));
    }
  }
}
