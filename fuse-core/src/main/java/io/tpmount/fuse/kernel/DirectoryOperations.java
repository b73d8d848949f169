package io.tpmount.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.vfs.DirEntry;
import io.tpmount.vfs.DirPage;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.Vfs;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The requests on open directories. A page of the {@code Vfs} is larger than what one request
 * takes; the rest of it is kept for the next one.
 */
final class DirectoryOperations {
  private static final DirPage NONE_YET = new DirPage(List.of(), false);

  private static final long HANDLE = Layouts.at(Layouts.READ_IN, "fh");
  private static final long OFFSET = Layouts.at(Layouts.READ_IN, "offset");
  private static final long LENGTH = Layouts.at(Layouts.READ_IN, "size");
  private static final long OUT_HANDLE = Layouts.at(Layouts.OPEN_OUT, "fh");
  private static final int OPEN_BYTES = (int) Layouts.OPEN_OUT.byteSize();

  private final Vfs vfs;
  private final Answers answers;
  private final Lookups lookups;
  private final Map<HandleId, DirPage> pages = new ConcurrentHashMap<>();

  DirectoryOperations(Vfs vfs, Answers answers, Lookups lookups) {
    this.vfs = vfs;
    this.answers = answers;
    this.lookups = lookups;
  }

  void opendir(Request request) {
    request.answer(
        vfs.opendir(request.node()),
        (handle, reply) -> {
          pages.put(handle, NONE_YET);
          reply.cleared(OPEN_BYTES).set(JAVA_LONG, OUT_HANDLE, handle.value());
          return OPEN_BYTES;
        });
  }

  void readdir(Request request) {
    int size = request.u32(LENGTH);
    read(request, (page, cookie, reply) -> fill(new DirectoryBuffer(reply, size), page, cookie));
  }

  /** With what a lookup of each name would tell, as far as it is known. */
  void readdirplus(Request request) {
    int size = request.u32(LENGTH);
    NodeId directory = request.node();
    read(
        request,
        (page, cookie, reply) ->
            fillPlus(new DirectoryBuffer(reply, size), page, cookie, directory));
  }

  /** Puts the entries of a page that come after a cookie into an answer. */
  @FunctionalInterface
  private interface Filler {
    int fill(DirPage page, long cookie, Reply reply);
  }

  /** Offset 0 is a rewind too, which has to show the directory as it is now. */
  private void read(Request request, Filler filler) {
    HandleId handle = request.handle(HANDLE);
    long cookie = request.u64(OFFSET);
    DirPage page = cookie == 0 ? NONE_YET : pages.getOrDefault(handle, NONE_YET);
    if (page.last() || positionAfter(page, cookie) < page.entries().size()) {
      request.answer(
          CompletableFuture.completedFuture(page),
          (known, reply) -> filler.fill(known, cookie, reply));
      return;
    }
    request.answer(
        vfs.readdir(handle, cookie),
        (next, reply) -> {
          pages.replace(handle, next);
          return filler.fill(next, cookie, reply);
        });
  }

  private static int fill(DirectoryBuffer out, DirPage page, long cookie) {
    List<DirEntry> entries = page.entries();
    for (int i = positionAfter(page, cookie); i < entries.size(); i++) {
      if (!out.add(entries.get(i))) {
        break;
      }
    }
    return out.length();
  }

  private int fillPlus(DirectoryBuffer out, DirPage page, long cookie, NodeId directory) {
    List<DirEntry> entries = page.entries();
    for (int i = positionAfter(page, cookie); i < entries.size(); i++) {
      DirEntry entry = entries.get(i);
      if (!out.fitsPlus(entry)) {
        break;
      }
      MemorySegment head = out.addPlus(entry);
      if (!entry.name().equals(".") && !entry.name().equals("..")) {
        vfs.peek(directory, entry.name())
            .ifPresent(
                known -> {
                  lookups.add(known.node());
                  answers.writeEntry(known, head);
                });
      }
    }
    return out.length();
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

  void releasedir(Request request) {
    HandleId handle = request.handle(HANDLE);
    pages.remove(handle);
    request.answerUninterrupted(vfs.releasedir(handle));
  }

  void fsyncdir(Request request) {
    request.answer(vfs.fsyncdir(request.handle(HANDLE)));
  }

  void releaseAll() {
    for (HandleId handle : Set.copyOf(pages.keySet())) {
      pages.remove(handle);
      CompletableFuture<Void> ignored = vfs.releasedir(handle);
    }
  }
}
