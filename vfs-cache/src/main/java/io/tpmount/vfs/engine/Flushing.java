package io.tpmount.vfs.engine;

import io.tpmount.vfs.SyncMode;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.namespace.LinkNode;
import io.tpmount.vfs.namespace.Namespace;
import io.tpmount.vfs.namespace.Node;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.write.WriteBack;
import io.tpmount.vfs.write.WriteOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What fsync and close wait for, and what they tell of uploads that the store refuses. */
final class Flushing {
  private final Namespace namespace;
  private final OpenFiles files;
  private final WriteBack writeBack;
  private final WriteOptions.Answers answers;

  Flushing(
      Namespace namespace, OpenFiles files, WriteBack writeBack, WriteOptions.Answers answers) {
    this.namespace = namespace;
    this.files = files;
    this.writeBack = writeBack;
    this.answers = answers;
  }

  /** Whether {@link #close} may wait for the store. */
  boolean closeWaits() {
    return answers.close() == WriteOptions.Until.UPLOAD;
  }

  /** After it the bytes are as safe as this mount promises. */
  void sync(OpenFile open, SyncMode mode)
      throws VfsException, StoreException, IOException, InterruptedException {
    open.file().sync(mode);
    upload(open, answers.fsync());
    tellRefusal(open);
  }

  /** A descriptor that may write is closed. */
  void close(OpenFile open) throws VfsException, StoreException, IOException, InterruptedException {
    open.file().commit();
    upload(open, answers.close());
    tellRefusal(open);
  }

  private void upload(OpenFile open, WriteOptions.Until until)
      throws VfsException, StoreException, InterruptedException {
    boolean wanted = until == WriteOptions.Until.UPLOAD && open.node().isAttached();
    if (wanted && open.file().isDirty()) {
      try {
        Await.shared(writeBack.flush(open));
      } catch (StoreException e) {
        throw new VfsException(told(e.error()));
      }
    }
  }

  /** Once only: whoever heard of it has to act, and can't be kept from closing. */
  private void tellRefusal(OpenFile open) throws VfsException {
    Optional<StoreError> refusal = writeBack.takeRefusal(open);
    if (refusal.isPresent()) {
      throw new VfsException(told(refusal.get()));
    }
  }

  /** Bytes for a file that the store refuses would only add to those it will not take. */
  void requireAccepted(Node node) throws VfsException {
    Optional<StoreError> refusal =
        node instanceof FileNode file
            ? files.current(file).flatMap(writeBack::refusal)
            : Optional.empty();
    if (refusal.isPresent()) {
      throw new VfsException(
          new VfsError.AccessDenied("not accepted by the store: " + refusal.get().detail()));
    }
  }

  /** The same for what is known under a name. */
  void requireAccepted(DirectoryNode parent, String name) throws VfsException {
    if (namespace.peek(parent, name) instanceof Namespace.Known.Present(Node node)) {
      requireAccepted(node);
    }
  }

  /** Uploads the file of a path, or what waits below a directory. */
  void all(String path) throws VfsException, StoreException, InterruptedException {
    Node node = new NamedNodes(namespace).find(path);
    List<CompletableFuture<Void>> all =
        switch (node) {
          case FileNode file -> files.current(file).stream().map(writeBack::flush).toList();
          case DirectoryNode directory -> writeBack.flushBelow(directory.key());
          case LinkNode _ -> List.of();
        };
    for (CompletableFuture<Void> each : all) {
      Await.shared(each);
    }
  }

  private static VfsError told(StoreError error) {
    return error instanceof StoreError.AccessDenied
        ? new VfsError.AccessDenied(error.detail().toString())
        : new VfsError.Io(error.detail().toString());
  }
}
