package io.tpmount.fuse.jnr;

import static io.tpmount.fuse.jnr.Answers.answer;

import io.tpmount.vfs.DirEntry;
import io.tpmount.vfs.DirPage;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.Vfs;
import io.tpmount.vfs.VfsException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The upcalls on open directories. A page of the {@code Vfs} is larger than what one request takes;
 * the rest of it is kept for the next one.
 */
final class DirectoryOperations {
  private static final DirPage NONE_YET = new DirPage(List.of(), false);

  private final Vfs vfs;
  private final Waits waits;
  private final Walk walk;
  private final Map<HandleId, DirPage> pages = new ConcurrentHashMap<>();

  DirectoryOperations(Vfs vfs, Waits waits, Walk walk) {
    this.vfs = vfs;
    this.waits = waits;
    this.walk = walk;
  }

  int opendir(long path, long info) {
    return answer(
        "opendir",
        new Subject(path),
        () -> {
          try (Walk.Node node = walk.node(path)) {
            HandleId handle = waits.await(vfs.opendir(node.id()));
            pages.put(handle, NONE_YET);
            FileInfo.at(info).setHandle(handle);
            return 0;
          }
        });
  }

  int readdir(
      @SuppressWarnings("unused") long path, long buffer, long filler, long offset, long info) {
    HandleId handle = FileInfo.at(info).handle();
    return answer(
        "readdir",
        handle,
        () -> {
          try (DirFiller target = new DirFiller(filler, buffer)) {
            fill(target, handle, offset);
          }
          return 0;
        });
  }

  /** Offset 0 is a rewind too, which has to show the directory as it is now. */
  private void fill(DirFiller target, HandleId handle, long offset) throws VfsException {
    long cookie = offset;
    DirPage page = offset == 0 ? NONE_YET : pages.get(handle);
    while (true) {
      List<DirEntry> entries = page.entries();
      for (DirEntry entry : entries.subList(positionAfter(page, cookie), entries.size())) {
        if (!target.add(entry)) {
          return;
        }
        cookie = entry.cookie();
      }
      if (page.last()) {
        return;
      }
      page = waits.await(vfs.readdir(handle, cookie));
      if (page.entries().isEmpty()) {
        return;
      }
      pages.put(handle, page);
    }
  }

  /** Index of the first entry past a cookie; cookies increase. */
  private static int positionAfter(DirPage page, long cookie) {
    int low = 0;
    int high = page.entries().size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (page.entries().get(middle).cookie() <= cookie) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  int releasedir(@SuppressWarnings("unused") long path, long info) {
    HandleId handle = FileInfo.at(info).handle();
    return answer(
        "releasedir",
        handle,
        () -> {
          pages.remove(handle);
          waits.awaitUninterrupted(vfs.releasedir(handle));
          return 0;
        });
  }

  int fsyncdir(
      @SuppressWarnings("unused") long path, @SuppressWarnings("unused") int dataOnly, long info) {
    HandleId handle = FileInfo.at(info).handle();
    return answer(
        "fsyncdir",
        handle,
        () -> {
          waits.await(vfs.fsyncdir(handle));
          return 0;
        });
  }

  /** Releases what the kernel dropped with its connection instead of releasing it. */
  void releaseAll() {
    for (HandleId handle : Set.copyOf(pages.keySet())) {
      pages.remove(handle);
      CompletableFuture<Void> ignored = vfs.releasedir(handle);
    }
  }
}
