package io.tpmount.vfs.engine;

import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.namespace.ChildStream;
import io.tpmount.vfs.namespace.DirectoryNode;
import io.tpmount.vfs.namespace.FileNode;
import io.tpmount.vfs.namespace.LinkNode;
import io.tpmount.vfs.namespace.Namespace;
import io.tpmount.vfs.namespace.Node;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fetches whole files into the cache: one file, or all below a directory. What fits no more takes
 * the place of what was used longest ago, as with any reader.
 */
public final class Warming {
  /** More of them keep small files coming; of large ones the memory budget holds them back. */
  private static final int FILES_AT_ONCE = 32;

  private final Namespace namespace;
  private final OpenFiles openFiles;
  private final Semaphore places = new Semaphore(FILES_AT_ONCE);
  private final Set<OpenFile> underWay = ConcurrentHashMap.newKeySet();
  private final Map<FileNode, CompletableFuture<Void>> calls = new ConcurrentHashMap<>();
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong filesDone = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong bytesDone = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile String failure = "";
  private volatile CompletableFuture<WarmProgress> done = new CompletableFuture<>();

  private Warming(Namespace namespace, OpenFiles openFiles) {
    this.namespace = namespace;
    this.openFiles = openFiles;
  }

  static Warming start(Namespace namespace, OpenFiles openFiles, String path) {
    Warming warming = new Warming(namespace, openFiles);
    warming.done = Calls.later(() -> warming.run(path));
    var _ =
        warming.done.whenComplete(
            (_, _) -> warming.calls.values().forEach(call -> call.cancel(true)));
    return warming;
  }

  /**
   * Done when all is fetched or has failed; the result says which. Fails with a {@link
   * VfsException} when the path is not there or a directory cannot be listed. Cancelling it ends
   * the fetching.
   */
  public CompletableFuture<WarmProgress> done() {
    return done;
  }

  public WarmProgress progress() {
    long partly = underWay.stream().mapToLong(Warming::present).sum();
    return new WarmProgress(
        files.get(), filesDone.get(), bytes.get(), bytesDone.get() + partly, failed.get(), failure);
  }

  private static long present(OpenFile open) {
    long size = open.file().size();
    List<ByteRange> missing = open.file().missing(new ByteRange(0, size));
    return size - missing.stream().mapToLong(ByteRange::length).sum();
  }

  private WarmProgress run(String path) throws VfsException, StoreException, InterruptedException {
    warm(new NamedNodes(namespace).find(path));
    places.acquire(FILES_AT_ONCE);
    return progress();
  }

  private void warm(Node node) throws StoreException, InterruptedException {
    switch (node) {
      case FileNode file -> begin(file);
      case DirectoryNode directory -> {
        ChildStream children = namespace.stream(directory);
        for (List<Node> page = children.next(); !page.isEmpty(); page = children.next()) {
          for (Node child : page) {
            warm(child);
          }
        }
      }
      case LinkNode _ -> {}
    }
  }

  private void begin(FileNode file) throws InterruptedException {
    long size = file.size();
    files.incrementAndGet();
    bytes.addAndGet(size);
    places.acquire();
    CompletableFuture<Void> call = Calls.doLater(() -> fetch(file));
    calls.put(file, call);
    if (done.isDone()) {
      call.cancel(true);
    }
    var _ = call.whenComplete((_, problem) -> end(file, size, problem));
  }

  private void fetch(FileNode file) throws StoreException, IOException, InterruptedException {
    OpenFile open = openFiles.acquire(file);
    underWay.add(open);
    try {
      Await.result(open.fetcher().fetchAll(new ByteRange(0, open.file().size())));
    } finally {
      underWay.remove(open);
      openFiles.release(open);
    }
  }

  private void end(FileNode file, long size, Throwable problem) {
    calls.remove(file);
    filesDone.incrementAndGet();
    if (problem == null) {
      bytesDone.addAndGet(size);
    } else {
      failed.incrementAndGet();
      failure = problem.getMessage();
    }
    places.release();
  }
}
