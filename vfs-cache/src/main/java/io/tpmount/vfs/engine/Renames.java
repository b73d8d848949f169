package io.tpmount.vfs.engine;

import io.tpmount.vfs.intent.Intent;
import io.tpmount.vfs.intent.Intent.Effect;
import io.tpmount.vfs.intent.Intent.Retitled;
import io.tpmount.vfs.intent.Intents;
import io.tpmount.vfs.intent.Pending;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.namespace.LinkNode;
import io.tpmount.vfs.namespace.Node;
import io.tpmount.vfs.namespace.Tree;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.write.WriteBack;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Moves files and directories: here at once, in the store by copies and then deletes. Whether a
 * file has to be copied shows when the store's turn has come; what waits for its upload is just
 * uploaded under its new key. Called with the tree's shape held, for a directory alone.
 */
final class Renames {
  private final OpenFiles files;
  private final WriteBack writeBack;
  private final Tree tree;
  private final Intents intents;
  private final Unlinks unlinks;
  private final InstantSource clock;

  Renames(
      OpenFiles files,
      WriteBack writeBack,
      Tree tree,
      Intents intents,
      Unlinks unlinks,
      InstantSource clock) {
    this.files = files;
    this.writeBack = writeBack;
    this.tree = tree;
    this.intents = intents;
    this.unlinks = unlinks;
    this.clock = clock;
  }

  /** What a move does beside moving. */
  private static final class Plan {
    final List<Retitled> retitled = new ArrayList<>();
    final List<Long> dropped = new ArrayList<>();
    final List<CompletableFuture<Boolean>> stopped = new ArrayList<>();

    Intent intent(Effect effect) {
      return new Intent(retitled, dropped, effect);
    }
  }

  /** Moves a node over {@code replaced}, which is of a fitting kind and, if a directory, empty. */
  List<Pending> rename(Node node, DirectoryNode to, String name, Optional<Node> replaced)
      throws IOException {
    return switch (node) {
      case FileNode file -> renameFile(file, to, name, replaced);
      case LinkNode link ->
          List.of(move(link, to, name, replaced, to.key() + name + LinkNode.SUFFIX, new Plan()));
      case DirectoryNode directory -> List.of(renameDirectory(directory, to, name));
    };
  }

  private List<Pending> renameFile(
      FileNode file, DirectoryNode to, String name, Optional<Node> replaced) throws IOException {
    Optional<OpenFile> open = files.current(file);
    if (open.isEmpty()) {
      return List.of(move(file, to, name, replaced, to.key() + name, new Plan()));
    }
    ObjectKey oldKey = ObjectKey.of(file.key());
    CompletableFuture<Boolean> stopped = writeBack.cancel(open.get());
    boolean mayBeStored = file.mayBeStored() || Unlinks.mayHaveBeenSent(stopped);
    Plan plan = new Plan();
    plan.stopped.add(stopped);
    plan.retitled.add(new Retitled(open.get().file().id(), oldKey, ObjectKey.of(to.key() + name)));
    List<Pending> pending = new ArrayList<>();
    if (mayBeStored) {
      pending.add(move(file, to, name, replaced, to.key() + name, plan));
    } else {
      pending.add(retitle(file, to, name, replaced, plan));
      // An upload may have begun since it was looked, and before the file had its new key. What is
      // stored under that key is no sign of it.
      CompletableFuture<Boolean> again = writeBack.cancel(open.get());
      if (Unlinks.mayHaveBeenSent(again) || file.version().isPresent()) {
        pending.add(unlinks.removeLate(oldKey, again));
      }
    }
    files.settle(open.get());
    return pending;
  }

  /** Moves a file that the store has never heard of. */
  private Pending retitle(
      FileNode file, DirectoryNode to, String name, Optional<Node> replaced, Plan plan)
      throws IOException {
    replaced.ifPresent(node -> drop(node, plan));
    List<ObjectKey> hidden = hiddenBy(file, replaced);
    return commit(file, to, name, replaced, plan.intent(new Effect.Delete(hidden)), plan);
  }

  private Pending move(
      Node node, DirectoryNode to, String name, Optional<Node> replaced, String newKey, Plan plan)
      throws IOException {
    replaced.ifPresent(target -> drop(target, plan));
    Effect effect =
        new Effect.Move(ObjectKey.of(node.key()), ObjectKey.of(newKey), hiddenBy(node, replaced));
    return commit(node, to, name, replaced, plan.intent(effect), plan);
  }

  private Pending commit(
      Node node, DirectoryNode to, String name, Optional<Node> replaced, Intent intent, Plan plan)
      throws IOException {
    Pending pending = intents.prepare(intent, plan.stopped, new Moving(files, tree, node));
    tree.move(node, to, name, clock.instant());
    if (node instanceof FileNode file) {
      files.retitle(file);
    }
    if (replaced.orElse(null) instanceof FileNode target) {
      files.forsake(target);
    }
    pending.start();
    return pending;
  }

  /** Of a file that is overwritten nothing may come back, be it uploaded now or after a crash. */
  private void drop(Node replaced, Plan plan) {
    if (replaced instanceof FileNode file) {
      Optional<OpenFile> open = files.current(file);
      if (open.isPresent()) {
        CompletableFuture<Boolean> stopped = writeBack.cancel(open.get());
        if (Unlinks.mayHaveBeenSent(stopped)) {
          tree.maybeStored(file);
        }
        plan.stopped.add(stopped);
        plan.dropped.add(open.get().file().id());
      }
    }
  }

  /** A link and a file of one name are two objects: the one does not overwrite the other. */
  private static List<ObjectKey> hiddenBy(Node node, Optional<Node> replaced) {
    return replaced.stream()
        .filter(target -> target instanceof LinkNode != node instanceof LinkNode)
        .filter(target -> !(target instanceof FileNode file) || file.mayBeStored())
        .map(target -> ObjectKey.of(target.key()))
        .toList();
  }

  private Pending renameDirectory(DirectoryNode directory, DirectoryNode to, String name)
      throws IOException {
    String oldPrefix = directory.key();
    String newPrefix = to.key() + name + "/";
    Plan plan = new Plan();
    List<OpenFile> open = openBelow(directory);
    for (OpenFile content : open) {
      plan.stopped.add(writeBack.cancel(content));
      String key = content.node().key();
      String moved = newPrefix + key.substring(oldPrefix.length());
      plan.retitled.add(new Retitled(content.file().id(), ObjectKey.of(key), ObjectKey.of(moved)));
    }
    Effect effect = new Effect.MoveTree(oldPrefix, newPrefix);
    Pending pending =
        intents.prepare(plan.intent(effect), plan.stopped, new Moving(files, tree, directory));
    tree.move(directory, to, name, clock.instant());
    for (FileNode file : filesBelow(directory)) {
      files.retitle(file);
    }
    pending.start();
    for (OpenFile content : open) {
      files.settle(content);
    }
    return pending;
  }

  private List<OpenFile> openBelow(DirectoryNode directory) {
    return filesBelow(directory).stream().flatMap(file -> files.current(file).stream()).toList();
  }

  private static List<FileNode> filesBelow(DirectoryNode directory) {
    List<FileNode> found = new ArrayList<>();
    for (Node child : directory.children()) {
      switch (child) {
        case DirectoryNode below -> found.addAll(filesBelow(below));
        case FileNode file -> found.add(file);
        case LinkNode _ -> {}
      }
    }
    return found;
  }
}
