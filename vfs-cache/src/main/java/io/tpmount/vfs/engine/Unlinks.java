package io.tpmount.vfs.engine;

import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.intent.Intent;
import io.tpmount.vfs.intent.Intent.Effect;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes names away. What the store does not have goes without a request. */
final class Unlinks {
  /** How long the kernel may take to tell of a close(2) that has returned. */
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final OpenFiles files;
  private final WriteBack writeBack;
  private final Tree tree;
  private final Intents intents;
  private final TreeShape shape;
  private final OpenUnlink openUnlink;
  private final InstantSource clock;

  Unlinks(
      OpenFiles files,
      WriteBack writeBack,
      Tree tree,
      Intents intents,
      TreeShape shape,
      OpenUnlink openUnlink,
      InstantSource clock) {
    this.files = files;
    this.writeBack = writeBack;
    this.tree = tree;
    this.intents = intents;
    this.shape = shape;
    this.openUnlink = openUnlink;
    this.clock = clock;
  }

  Optional<Pending> unlink(Node node) throws VfsException, IOException, InterruptedException {
    return switch (node) {
      case DirectoryNode directory ->
          throw new VfsException(new VfsError.IsADirectory(directory.key()));
      case FileNode file -> unlinkFile(file);
      case LinkNode link -> {
        try (TreeShape.Hold _ = shape.keep()) {
          yield Optional.of(remove(link, Optional.empty(), List.of()));
        }
      }
    };
  }

  private Optional<Pending> unlinkFile(FileNode file)
      throws VfsException, IOException, InterruptedException {
    Optional<OpenFile> open = files.current(file);
    if (open.isPresent() && !open.get().awaitReleased(CLOSING)) {
      openUnlink.prepare(open.get());
    }
    try (TreeShape.Hold _ = shape.keep()) {
      if (open.isEmpty()) {
        return Optional.of(remove(file, open, List.of()));
      }
      CompletableFuture<Boolean> stopped = writeBack.cancel(open.get());
      if (file.mayBeStored() || mayHaveBeenSent(stopped)) {
        return Optional.of(remove(file, open, List.of(stopped)));
      }
      tree.remove(file, clock.instant());
      files.forsake(file);
      // An upload may have begun since it was looked, and before the file was given up.
      CompletableFuture<Boolean> again = writeBack.cancel(open.get());
      return mayHaveBeenSent(again) || file.mayBeStored()
          ? Optional.of(removeLate(ObjectKey.of(file.key()), again))
          : Optional.empty();
    }
  }

  /** Removes an object that came to be while its name was taken away. */
  Pending removeLate(ObjectKey key, CompletableFuture<Boolean> stopped) throws IOException {
    Effect effect = new Effect.Delete(List.of(key));
    Pending pending =
        intents.prepare(
            new Intent(List.of(), List.of(), effect), List.of(stopped), new FileFollower(files));
    pending.start();
    return pending;
  }

  /** A request that has not ended may reach the store as well. */
  static boolean mayHaveBeenSent(CompletableFuture<Boolean> stopped) {
    return !stopped.isDone() || stopped.join();
  }

  private Pending remove(Node node, Optional<OpenFile> open, List<CompletableFuture<Boolean>> after)
      throws IOException {
    List<Long> dropped = open.map(content -> content.file().id()).stream().toList();
    Effect effect = new Effect.Delete(List.of(ObjectKey.of(node.key())));
    Pending pending =
        intents.prepare(
            new Intent(List.of(), dropped, effect), after, new Removal(files, tree, node));
    tree.leave(node, clock.instant());
    if (node instanceof FileNode file) {
      files.forsake(file);
    }
    pending.start();
    return pending;
  }

  /** Removes a directory that is empty. */
  Optional<Pending> rmdir(DirectoryNode directory, Emptiness.Proof proof) throws IOException {
    ObjectKey marker = ObjectKey.of(directory.key());
    boolean unmade = !proof.marker() && intents.unmake(marker);
    if (!unmade && (proof.marker() || tree.isHeld(directory))) {
      return Optional.of(remove(directory, Optional.empty(), List.of()));
    }
    tree.remove(directory, clock.instant());
    return Optional.empty();
  }
}
