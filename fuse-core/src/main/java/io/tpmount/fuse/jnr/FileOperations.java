package io.tpmount.fuse.jnr;

import static io.tpmount.fuse.jnr.Answers.answer;

import io.tpmount.fuse.Rejections;
import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.Libc;
import io.tpmount.vfs.AttrChange;
import io.tpmount.vfs.Created;
import io.tpmount.vfs.Entry;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.Opened;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.SyncMode;
import io.tpmount.vfs.Vfs;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.unit.ByteRange;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;

/** The upcalls on open files. But for open and create their paths are null and not looked at. */
final class FileOperations {
  private final Vfs vfs;
  private final Waits waits;
  private final Walk walk;
  private final Rejections rejections;
  private final OpenFiles files = new OpenFiles();

  FileOperations(Vfs vfs, Waits waits, Walk walk, Rejections rejections) {
    this.vfs = vfs;
    this.waits = waits;
    this.walk = walk;
    this.rejections = rejections;
  }

  int open(long path, long info) {
    return answer("open", new Subject(path), () -> open(walk.node(path), FileInfo.at(info)));
  }

  /** The lookup of {@code node} lives on in the open file, or ends here. */
  private int open(Walk.Node node, FileInfo info) throws VfsException {
    Opened opened;
    try {
      opened = waits.await(vfs.open(node.id(), info.mode()));
    } catch (VfsException e) {
      node.close();
      throw e;
    }
    return hold(node.id(), opened, info);
  }

  int create(long path, @SuppressWarnings("unused") int mode, long info) {
    return answer(
        "create",
        new Subject(path),
        () -> {
          FileInfo file = FileInfo.at(info);
          try (Walk.Name place = walk.name(path)) {
            Created created =
                waits.await(
                    vfs.create(place.parent().id(), place.name(), file.mode(), file.exclusive()));
            return hold(created.entry().node(), created.opened(), file);
          }
        });
  }

  private int hold(NodeId node, Opened opened, FileInfo info) {
    files.add(opened.handle(), node);
    info.setHandle(opened.handle());
    info.setPageCache(opened.pageCache());
    return 0;
  }

  int fgetattr(@SuppressWarnings("unused") long path, long stat, long info) {
    HandleId handle = FileInfo.at(info).handle();
    return answer(
        "fgetattr",
        handle,
        () -> {
          Entry entry = waits.await(vfs.getattr(files.node(handle)));
          StatBuffer.write(entry.attr(), Memory.at(stat, StatBuffer.BYTES));
          return 0;
        });
  }

  int ftruncate(@SuppressWarnings("unused") long path, long size, long info) {
    HandleId handle = FileInfo.at(info).handle();
    return answer(
        "ftruncate",
        handle,
        () -> {
          waits.await(vfs.setattr(files.node(handle), AttrChange.toSize(size)));
          return 0;
        });
  }

  int read(@SuppressWarnings("unused") long path, long buffer, long size, long offset, long info) {
    HandleId handle = FileInfo.at(info).handle();
    return answer(
        "read",
        handle,
        () -> {
          try (ReadResult result = waits.await(vfs.read(handle, new ByteRange(offset, size)))) {
            return copy(result, Memory.at(buffer, size));
          }
        });
  }

  /** A range goes from its file straight into libfuse's buffer. */
  private static int copy(ReadResult result, MemorySegment target) throws VfsException {
    return switch (result) {
      case ReadResult.Bytes bytes -> {
        MemorySegment source = MemorySegment.ofBuffer(bytes.buffer());
        target.copyFrom(source);
        yield (int) source.byteSize();
      }
      case ReadResult.FileRange range -> {
        long read = Libc.pread(range.fd(), target.asSlice(0, range.length()), range.offset());
        if (read != range.length()) {
          throw new VfsException(new VfsError.Io(shortRange(range, read)));
        }
        yield range.length();
      }
    };
  }

  private static String shortRange(ReadResult.FileRange range, long read) {
    return read < 0
        ? "cache file: " + Errno.describe((int) -read)
        : "cache file ends %d bytes early".formatted(range.length() - read);
  }

  int write(@SuppressWarnings("unused") long path, long buffer, long size, long offset, long info) {
    HandleId handle = FileInfo.at(info).handle();
    return answer(
        "write",
        handle,
        () -> {
          waits.await(vfs.write(handle, offset, Memory.at(buffer, size).asReadOnly()));
          return (int) size;
        });
  }

  int flush(@SuppressWarnings("unused") long path, long info) {
    HandleId handle = FileInfo.at(info).handle();
    return answer(
        "flush",
        handle,
        () -> {
          waits.awaitUninterrupted(vfs.flush(handle));
          return 0;
        });
  }

  int fsync(@SuppressWarnings("unused") long path, int dataOnly, long info) {
    SyncMode mode = dataOnly != 0 ? SyncMode.DATA : SyncMode.ALL;
    return onHandle("fsync", info, handle -> vfs.fsync(handle, mode));
  }

  int release(@SuppressWarnings("unused") long path, long info) {
    HandleId handle = FileInfo.at(info).handle();
    return answer(
        "release",
        handle,
        () -> {
          release(handle);
          return 0;
        });
  }

  private void release(HandleId handle) throws VfsException {
    NodeId node = files.remove(handle);
    try {
      waits.awaitUninterrupted(vfs.release(handle));
    } finally {
      vfs.forget(node, 1);
    }
  }

  /** Releases what the kernel dropped with its connection instead of releasing it. */
  void releaseAll() {
    for (HandleId handle : files.handles()) {
      vfs.forget(files.remove(handle), 1);
      CompletableFuture<Void> ignored = vfs.release(handle);
    }
  }

  int fallocate(
      @SuppressWarnings("unused") long path, int mode, long offset, long length, long info) {
    if (mode != 0) {
      return rejections.allocation().negated();
    }
    return onHandle(
        "fallocate", info, handle -> vfs.allocate(handle, new ByteRange(offset, length)));
  }

  @FunctionalInterface
  private interface HandleCall {
    CompletableFuture<Void> on(HandleId handle);
  }

  private int onHandle(String operation, long info, HandleCall call) {
    HandleId handle = FileInfo.at(info).handle();
    return answer(
        operation,
        handle,
        () -> {
          waits.await(call.on(handle));
          return 0;
        });
  }
}
