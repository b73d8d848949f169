package io.tpmount.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.TransferBuffer;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.Opened;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.SyncMode;
import io.tpmount.vfs.Vfs;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.unit.ByteRange;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The requests on open files. */
final class FileOperations {
  private static final int FOPEN_KEEP_CACHE = 1 << 1;
  private static final int FSYNC_FDATASYNC = 1;

  private static final long OPEN_FLAGS = Layouts.at(Layouts.OPEN_IN, "flags");
  private static final long OUT_HANDLE = Layouts.at(Layouts.OPEN_OUT, "fh");
  private static final long OUT_FLAGS = Layouts.at(Layouts.OPEN_OUT, "open_flags");
  private static final int OPEN_BYTES = (int) Layouts.OPEN_OUT.byteSize();
  private static final long READ_HANDLE = Layouts.at(Layouts.READ_IN, "fh");
  private static final long READ_OFFSET = Layouts.at(Layouts.READ_IN, "offset");
  private static final long READ_SIZE = Layouts.at(Layouts.READ_IN, "size");
  private static final long WRITE_HANDLE = Layouts.at(Layouts.WRITE_IN, "fh");
  private static final long WRITE_OFFSET = Layouts.at(Layouts.WRITE_IN, "offset");
  private static final long WRITE_SIZE = Layouts.at(Layouts.WRITE_IN, "size");
  private static final long WRITE_DATA = Layouts.WRITE_IN.byteSize();
  private static final long WRITTEN = Layouts.at(Layouts.WRITE_OUT, "size");
  private static final int WRITE_BYTES = (int) Layouts.WRITE_OUT.byteSize();
  private static final long FLUSH_HANDLE = Layouts.at(Layouts.FLUSH_IN, "fh");
  private static final long FSYNC_HANDLE = Layouts.at(Layouts.FSYNC_IN, "fh");
  private static final long FSYNC_FLAGS = Layouts.at(Layouts.FSYNC_IN, "fsync_flags");
  private static final long RELEASE_HANDLE = Layouts.at(Layouts.RELEASE_IN, "fh");
  private static final long ALLOCATE_HANDLE = Layouts.at(Layouts.FALLOCATE_IN, "fh");
  private static final long ALLOCATE_OFFSET = Layouts.at(Layouts.FALLOCATE_IN, "offset");
  private static final long ALLOCATE_LENGTH = Layouts.at(Layouts.FALLOCATE_IN, "length");
  private static final long ALLOCATE_MODE = Layouts.at(Layouts.FALLOCATE_IN, "mode");

  private final Vfs vfs;
  private final Connection connection;
  private final Set<HandleId> open = ConcurrentHashMap.newKeySet();

  FileOperations(Vfs vfs, Connection connection) {
    this.vfs = vfs;
    this.connection = connection;
  }

  void open(Request request) {
    OpenFlags flags = new OpenFlags(request.u32(OPEN_FLAGS));
    request.answer(
        vfs.open(request.node(), flags.mode()), (opened, reply) -> opened(opened, reply, 0));
  }

  /** Tells of a new handle, at a place in an answer; returns the length of what it tells. */
  int opened(Opened opened, Reply reply, int at) {
    open.add(opened.handle());
    MemorySegment out = reply.body().asSlice(at, OPEN_BYTES).fill((byte) 0);
    out.set(JAVA_LONG, OUT_HANDLE, opened.handle().value());
    out.set(JAVA_INT, OUT_FLAGS, flags(opened.pageCache()));
    return OPEN_BYTES;
  }

  private static int flags(Opened.PageCache pages) {
    return switch (pages) {
      case KEEP -> FOPEN_KEEP_CACHE;
      // The other version has a node, and pages, of its own.
      case DROP, BYPASS -> 0;
    };
  }

  void read(Request request) {
    ByteRange range =
        new ByteRange(request.u64(READ_OFFSET), Integer.toUnsignedLong(request.u32(READ_SIZE)));
    request.answer(vfs.read(request.handle(READ_HANDLE), range), FileOperations::copy);
  }

  /** A range goes from its file straight to where it is sent from. */
  private static int copy(ReadResult result, Reply reply) throws VfsException {
    try (result) {
      return switch (result) {
        case ReadResult.Bytes bytes -> {
          MemorySegment source = MemorySegment.ofBuffer(bytes.buffer());
          reply.body().copyFrom(source);
          yield (int) source.byteSize();
        }
        case ReadResult.FileRange range -> {
          long read = reply.pread(range.fd(), range.offset(), range.length());
          if (read != range.length()) {
            throw new VfsException(new VfsError.Io(shortRange(range, read)));
          }
          yield range.length();
        }
      };
    }
  }

  private static String shortRange(ReadResult.FileRange range, long read) {
    return read < 0
        ? "cache file: " + Errno.describe((int) -read)
        : "cache file ends %d bytes early".formatted(range.length() - read);
  }

  /** The data is not copied: the request's memory stays its until it is written. */
  Dispatch.Memory write(Request request, TransferBuffer buffer) {
    int size = request.u32(WRITE_SIZE);
    CompletableFuture<Void> call =
        vfs.write(
            request.handle(WRITE_HANDLE),
            request.u64(WRITE_OFFSET),
            request.data(WRITE_DATA, Integer.toUnsignedLong(size)));
    boolean later = !call.isDone();
    if (later) {
      var _ = call.whenComplete((_, _) -> connection.requests().giveBack(buffer));
    }
    request.answer(
        call,
        (_, reply) -> {
          reply.cleared(WRITE_BYTES).set(JAVA_INT, WRITTEN, size);
          return WRITE_BYTES;
        });
    return later ? Dispatch.Memory.KEPT : Dispatch.Memory.FREE;
  }

  void flush(Request request) {
    request.answerUninterrupted(vfs.flush(request.handle(FLUSH_HANDLE)));
  }

  void fsync(Request request) {
    SyncMode mode =
        (request.u32(FSYNC_FLAGS) & FSYNC_FDATASYNC) != 0 ? SyncMode.DATA : SyncMode.ALL;
    request.answer(vfs.fsync(request.handle(FSYNC_HANDLE), mode));
  }

  void release(Request request) {
    HandleId handle = request.handle(RELEASE_HANDLE);
    open.remove(handle);
    request.answerUninterrupted(vfs.release(handle));
  }

  void fallocate(Request request) {
    if (request.u32(ALLOCATE_MODE) != 0) {
      request.fail(Errno.EOPNOTSUPP);
      return;
    }
    ByteRange range = new ByteRange(request.u64(ALLOCATE_OFFSET), request.u64(ALLOCATE_LENGTH));
    request.answer(vfs.allocate(request.handle(ALLOCATE_HANDLE), range));
  }

  void releaseAll() {
    for (HandleId handle : Set.copyOf(open)) {
      open.remove(handle);
      CompletableFuture<Void> ignored = vfs.release(handle);
    }
  }
}
