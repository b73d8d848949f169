package io.tpmount.fuse.jnr;

import static io.tpmount.fuse.jnr.Answers.answer;

import io.tpmount.fuse.Rejections;
import io.tpmount.vfs.AttrChange;
import io.tpmount.vfs.AttrChange.TimeChange;
import io.tpmount.vfs.Entry;
import io.tpmount.vfs.FsStat;
import io.tpmount.vfs.Names;
import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.RenameMode;
import io.tpmount.vfs.Vfs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.Optional;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.Statvfs;

/** The upcalls that name their subject by path. */
final class NodeOperations {
  private static final long UTIME_NOW = (1L << 30) - 1;
  private static final long UTIME_OMIT = (1L << 30) - 2;
  private static final int PERMISSION_BITS = 07777;

  private final Vfs vfs;
  private final Waits waits;
  private final Walk walk;
  private final Rejections rejections;

  NodeOperations(Vfs vfs, Waits waits, Walk walk, Rejections rejections) {
    this.vfs = vfs;
    this.waits = waits;
    this.walk = walk;
    this.rejections = rejections;
  }

  int getattr(long path, long stat) {
    return answer(
        "getattr",
        new Subject(path),
        () -> {
          Entry entry = walk.entry(path);
          StatBuffer.write(entry.attr(), Memory.at(stat, StatBuffer.BYTES));
          return 0;
        });
  }

  int readlink(long path, long buffer, long size) {
    return answer(
        "readlink",
        new Subject(path),
        () -> {
          try (Walk.Node node = walk.node(path)) {
            String target = waits.await(vfs.readlink(node.id()));
            Memory.putString(Memory.at(buffer, size), Names.encode(target));
            return 0;
          }
        });
  }

  int mknod(long path, int mode, @SuppressWarnings("unused") long device) {
    if (!FileStat.S_ISREG(mode)) {
      return rejections.specialFile().negated();
    }
    return answer(
        "mknod",
        new Subject(path),
        () -> {
          try (Walk.Name place = walk.name(path)) {
            var made =
                waits.await(
                    vfs.create(
                        place.parent().id(), place.name(), OpenMode.WRITE, Vfs.Exclusive.YES));
            try {
              waits.await(vfs.release(made.opened().handle()));
            } finally {
              vfs.forget(made.entry().node(), 1);
            }
            return 0;
          }
        });
  }

  int mkdir(long path, @SuppressWarnings("unused") int mode) {
    return answer(
        "mkdir",
        new Subject(path),
        () -> {
          try (Walk.Name place = walk.name(path)) {
            Entry made = waits.await(vfs.mkdir(place.parent().id(), place.name()));
            vfs.forget(made.node(), 1);
            return 0;
          }
        });
  }

  int unlink(long path) {
    return answer(
        "unlink",
        new Subject(path),
        () -> {
          try (Walk.Name place = walk.name(path)) {
            waits.await(vfs.unlink(place.parent().id(), place.name()));
            return 0;
          }
        });
  }

  int rmdir(long path) {
    return answer(
        "rmdir",
        new Subject(path),
        () -> {
          try (Walk.Name place = walk.name(path)) {
            waits.await(vfs.rmdir(place.parent().id(), place.name()));
            return 0;
          }
        });
  }

  int symlink(long target, long path) {
    return answer(
        "symlink",
        new Subject(path),
        () -> {
          try (Walk.Name place = walk.name(path)) {
            Entry made =
                waits.await(vfs.symlink(place.parent().id(), place.name(), Memory.nameAt(target)));
            vfs.forget(made.node(), 1);
            return 0;
          }
        });
  }

  int rename(long from, long to) {
    return answer(
        "rename",
        new Subject(from),
        () -> {
          try (Walk.Name source = walk.name(from);
              Walk.Name target = walk.name(to)) {
            waits.await(
                vfs.rename(
                    source.parent().id(),
                    source.name(),
                    target.parent().id(),
                    target.name(),
                    RenameMode.REPLACE));
            return 0;
          }
        });
  }

  int link(@SuppressWarnings("unused") long from, @SuppressWarnings("unused") long to) {
    return rejections.link().negated();
  }

  int chmod(long path, int mode) {
    return setattr("chmod", path, AttrChange.toPermissions(mode & PERMISSION_BITS));
  }

  int chown(long path, int uid, int gid) {
    return setattr("chown", path, AttrChange.toOwner(uid, gid));
  }

  int truncate(long path, long size) {
    return setattr("truncate", path, AttrChange.toSize(size));
  }

  int utimens(long path, long times) {
    // struct timespec[2]: access time, which is not kept, and modification time.
    MemorySegment mtime = Memory.at(times + 2 * Long.BYTES, 2 * Long.BYTES);
    long seconds = mtime.get(ValueLayout.JAVA_LONG, 0);
    long nanos = mtime.get(ValueLayout.JAVA_LONG, Long.BYTES);
    return timeChange(seconds, nanos)
        .map(change -> setattr("utimens", path, AttrChange.toMtime(change)))
        .orElse(0);
  }

  private static Optional<TimeChange> timeChange(long seconds, long nanos) {
    if (nanos == UTIME_OMIT) {
      return Optional.empty();
    }
    return Optional.of(
        nanos == UTIME_NOW
            ? new TimeChange.Now()
            : new TimeChange.At(Instant.ofEpochSecond(seconds, nanos)));
  }

  int statfs(long path, long buffer) {
    return answer(
        "statfs",
        new Subject(path),
        () -> {
          FsStat stat = waits.await(vfs.statfs());
          fill(Statvfs.of(Pointer.wrap(Runtime.getSystemRuntime(), buffer)), stat);
          return 0;
        });
  }

  private static void fill(Statvfs out, FsStat stat) {
    out.f_bsize.set(stat.blockSize());
    out.f_frsize.set(stat.blockSize());
    out.f_blocks.set(stat.blocks());
    out.f_bfree.set(stat.freeBlocks());
    out.f_bavail.set(stat.freeBlocks());
    out.f_files.set(stat.files());
    out.f_ffree.set(stat.freeFiles());
    out.f_favail.set(stat.freeFiles());
    out.f_namemax.set(stat.nameMax());
  }

  private int setattr(String operation, long path, AttrChange change) {
    return answer(
        operation,
        new Subject(path),
        () -> {
          try (Walk.Node node = walk.node(path)) {
            waits.await(vfs.setattr(node.id(), change));
            return 0;
          }
        });
  }
}
