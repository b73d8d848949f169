package io.tpmount.vfs.engine;

import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.namespace.LinkNode;
import io.tpmount.vfs.namespace.Namespace;
import io.tpmount.vfs.namespace.Node;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.CopySource;
import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.write.WriteBack;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Moves files and directories. What the store has is copied there and then deleted; all copies of a
 * directory are made before the first delete, so that nothing is ever missing under both names.
 * What the store does not have yet only gets another key.
 */
final class Renames {
  private final ObjectStore store;
  private final Namespace namespace;
  private final OpenFiles files;
  private final WriteBack writeBack;
  private final int copiesAtATime;
  private final InstantSource clock;

  Renames(
      ObjectStore store,
      Namespace namespace,
      OpenFiles files,
      WriteBack writeBack,
      int copiesAtATime,
      InstantSource clock) {
    this.store = store;
    this.namespace = namespace;
    this.files = files;
    this.writeBack = writeBack;
    this.copiesAtATime = copiesAtATime;
    this.clock = clock;
  }

  /** Moves a node over {@code replaced}, which is of a fitting kind and, if a directory, empty. */
  void rename(Node node, DirectoryNode to, String name, Optional<Node> replaced)
      throws VfsException, StoreException, IOException, InterruptedException {
    Optional<OpenFile> overwritten = abandonUpload(replaced);
    try {
      switch (node) {
        case FileNode file -> renameFile(file, to, name, replaced);
        case LinkNode link -> renameLink(link, to, name);
        case DirectoryNode directory -> renameDirectory(directory, to, name);
      }
      if (overwritten.isPresent()) {
        files.removed(overwritten.get());
      }
    } finally {
      if (overwritten.isPresent()) {
        files.settle(overwritten.get());
      }
    }
  }

  private Optional<OpenFile> abandonUpload(Optional<Node> replaced)
      throws StoreException, InterruptedException {
    if (!(replaced.orElse(null) instanceof FileNode file)) {
      return Optional.empty();
    }
    Optional<OpenFile> open = files.current(file);
    if (open.isPresent()) {
      Await.result(writeBack.cancel(open.get()));
    }
    return open;
  }

  private void renameFile(FileNode file, DirectoryNode to, String name, Optional<Node> replaced)
      throws StoreException, IOException, InterruptedException {
    OpenFile open = files.acquire(file);
    try {
      ObjectKey oldKey = ObjectKey.of(file.key());
      boolean mayBeInStore = Await.result(writeBack.cancel(open)) || file.mayBeStored();
      if (open.file().isDirty()) {
        open.makeWhole();
        open.file().rename(ObjectKey.of(to.key() + name));
        namespace.tree().move(file, to, name, clock.instant());
      } else {
        ObjectInfo copy = copy(file.version().orElseThrow(), to.key() + name);
        open.file().renamed(copy);
        namespace.tree().move(file, to, name, clock.instant());
        namespace.tree().stored(file, copy);
      }
      if (mayBeInStore) {
        Await.result(store.delete(oldKey));
      }
      // A link of the target's name is another object than the file that takes its place.
      if (replaced.orElse(null) instanceof LinkNode link) {
        Await.result(store.delete(link.version().key()));
      }
    } finally {
      files.release(open);
    }
  }

  private void renameLink(LinkNode link, DirectoryNode to, String name)
      throws StoreException, InterruptedException {
    ObjectKey oldKey = link.version().key();
    ObjectInfo copy = copy(link.version(), to.key() + name + LinkNode.SUFFIX);
    namespace.tree().move(link, to, name, clock.instant());
    namespace.tree().stored(link, copy);
    Await.result(store.delete(oldKey));
  }

  private void renameDirectory(DirectoryNode directory, DirectoryNode to, String name)
      throws VfsException, StoreException, IOException, InterruptedException {
    String oldPrefix = directory.key();
    String newPrefix = to.key() + name + "/";
    List<OpenFile> unsent = new ArrayList<>();
    try {
      stopUploads(directory, unsent);
      Map<ObjectKey, ObjectInfo> copies = copyAll(oldPrefix, newPrefix);
      namespace.tree().move(directory, to, name, clock.instant());
      adopt(directory, copies);
      Await.result(store.deleteAll(List.copyOf(copies.keySet())));
    } finally {
      unsent.forEach(writeBack::schedule);
    }
  }

  /** Keeps what is not in the store out of it until it has its new key. */
  private void stopUploads(DirectoryNode directory, List<OpenFile> unsent)
      throws StoreException, InterruptedException {
    for (FileNode file : filesBelow(directory)) {
      Optional<OpenFile> open = files.current(file);
      if (open.isPresent() && open.get().file().isDirty()) {
        unsent.add(open.get());
        Await.result(writeBack.cancel(open.get()));
        open.get().makeWhole();
      }
    }
  }

  private Map<ObjectKey, ObjectInfo> copyAll(String oldPrefix, String newPrefix)
      throws VfsException, StoreException, InterruptedException {
    Map<ObjectKey, ObjectInfo> copies = new HashMap<>();
    Deque<CompletableFuture<Void>> underWay = new ArrayDeque<>();
    try {
      Optional<ListRequest> next = Optional.of(ListRequest.flat(oldPrefix));
      while (next.isPresent()) {
        ListRequest request = next.get();
        ListPage page = Await.result(store.list(request));
        for (ObjectInfo object : page.objects()) {
          if (underWay.size() >= copiesAtATime) {
            Await.result(underWay.remove());
          }
          underWay.add(copyInto(copies, object, oldPrefix, newPrefix));
        }
        next = page.next().map(request::after);
      }
      while (!underWay.isEmpty()) {
        Await.result(underWay.remove());
      }
      return copies;
    } finally {
      underWay.forEach(copy -> copy.cancel(true));
    }
  }

  private CompletableFuture<Void> copyInto(
      Map<ObjectKey, ObjectInfo> copies, ObjectInfo object, String oldPrefix, String newPrefix)
      throws VfsException {
    ObjectKey key = ObjectKey.of(newPrefix + object.key().value().substring(oldPrefix.length()));
    if (key.byteLength() > ObjectKey.MAX_BYTES) {
      throw new VfsException(new VfsError.NameTooLong(key.value()));
    }
    return store
        .copy(CopySource.of(object), key)
        .thenAccept(
            copy -> {
              synchronized (copies) {
                copies.put(object.key(), copy);
              }
            });
  }

  /** Gives everything below a moved directory the versions that were made under the new keys. */
  private void adopt(DirectoryNode directory, Map<ObjectKey, ObjectInfo> copies)
      throws IOException {
    for (Node child : List.copyOf(directory.children())) {
      switch (child) {
        case DirectoryNode below -> adopt(below, copies);
        case FileNode file -> adoptFile(file, copies);
        case LinkNode link ->
            copyOf(link.version(), copies).ifPresent(copy -> namespace.tree().stored(link, copy));
      }
    }
    namespace.tree().relist(directory);
  }

  private void adoptFile(FileNode file, Map<ObjectKey, ObjectInfo> copies) throws IOException {
    Optional<ObjectInfo> copy = file.version().flatMap(version -> copyOf(version, copies));
    Optional<OpenFile> open = files.current(file);
    if (open.isPresent() && open.get().file().isDirty()) {
      open.get().file().rename(ObjectKey.of(file.key()));
    } else if (open.isPresent() && copy.isPresent()) {
      open.get().file().renamed(copy.get());
    }
    if (copy.isPresent()) {
      namespace.tree().stored(file, copy.get());
    }
  }

  private static Optional<ObjectInfo> copyOf(
      ObjectInfo version, Map<ObjectKey, ObjectInfo> copies) {
    return Optional.ofNullable(copies.get(version.key())).map(copy -> keepingTime(copy, version));
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

  private ObjectInfo copy(ObjectInfo source, String target)
      throws StoreException, InterruptedException {
    ObjectInfo copy = Await.result(store.copy(CopySource.of(source), ObjectKey.of(target)));
    return keepingTime(copy, source);
  }

  /** A rename changes no modification time, whatever time the copy has in the store. */
  private static ObjectInfo keepingTime(ObjectInfo copy, ObjectInfo source) {
    return new ObjectInfo(
        copy.key(),
        copy.etag(),
        source.size(),
        copy.lastModified(),
        Optional.of(source.shownTime()));
  }
}
