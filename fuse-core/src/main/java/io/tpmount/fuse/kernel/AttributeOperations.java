package io.tpmount.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.fuse.sys.Errno;
import io.tpmount.vfs.AttrChange;
import io.tpmount.vfs.AttrChange.TimeChange;
import io.tpmount.vfs.FsStat;
import io.tpmount.vfs.Names;
import io.tpmount.vfs.Vfs;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The requests on what a node shows, links and extended attributes included. */
final class AttributeOperations {
  private static final int PERMISSION_BITS = 07777;

  // fuse_setattr_in.valid
  private static final int FATTR_MODE = 1;
  private static final int FATTR_UID = 1 << 1;
  private static final int FATTR_GID = 1 << 2;
  private static final int FATTR_SIZE = 1 << 3;
  private static final int FATTR_MTIME = 1 << 5;
  private static final int FATTR_MTIME_NOW = 1 << 8;

  private static final long VALID = Layouts.at(Layouts.SETATTR_IN, "valid");
  private static final long LENGTH = Layouts.at(Layouts.SETATTR_IN, "size");
  private static final long MTIME = Layouts.at(Layouts.SETATTR_IN, "mtime");
  private static final long MTIME_NSEC = Layouts.at(Layouts.SETATTR_IN, "mtimensec");
  private static final long MODE = Layouts.at(Layouts.SETATTR_IN, "mode");
  private static final long UID = Layouts.at(Layouts.SETATTR_IN, "uid");
  private static final long GID = Layouts.at(Layouts.SETATTR_IN, "gid");

  private static final long XATTR_SIZE = Layouts.at(Layouts.GETXATTR_IN, "size");
  private static final long XATTR_NAME = Layouts.GETXATTR_IN.byteSize();
  private static final int XATTR_OUT_BYTES = (int) Layouts.GETXATTR_OUT.byteSize();
  private static final long XATTR_OUT_SIZE = Layouts.at(Layouts.GETXATTR_OUT, "size");
  private static final int STATFS_BYTES = (int) Layouts.KSTATFS.byteSize();
  private static final String READABLE = "user.";
  private static final String ACLS = "system.";

  private static final AttrChange NOTHING =
      new AttrChange(
          OptionalLong.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty());

  private final Vfs vfs;
  private final Answers answers;

  AttributeOperations(Vfs vfs, Answers answers) {
    this.vfs = vfs;
    this.answers = answers;
  }

  void getattr(Request request) {
    request.answer(vfs.getattr(request.node()), answers::attributes);
  }

  void setattr(Request request) {
    AttrChange change = change(request);
    if (change.equals(NOTHING)) {
      getattr(request);
    } else {
      request.answer(vfs.setattr(request.node(), change), answers::attributes);
    }
  }

  private static AttrChange change(Request request) {
    int valid = request.u32(VALID);
    return new AttrChange(
        (valid & FATTR_SIZE) != 0 ? OptionalLong.of(request.u64(LENGTH)) : OptionalLong.empty(),
        (valid & FATTR_MODE) != 0
            ? OptionalInt.of(request.u32(MODE) & PERMISSION_BITS)
            : OptionalInt.empty(),
        (valid & FATTR_UID) != 0 ? OptionalInt.of(request.u32(UID)) : OptionalInt.empty(),
        (valid & FATTR_GID) != 0 ? OptionalInt.of(request.u32(GID)) : OptionalInt.empty(),
        mtime(request, valid));
  }

  /** truncate(2) comes with the present time, which a new size brings about anyhow. */
  private static Optional<TimeChange> mtime(Request request, int valid) {
    if ((valid & FATTR_MTIME) == 0) {
      return Optional.empty();
    }
    if ((valid & FATTR_MTIME_NOW) != 0) {
      return (valid & FATTR_SIZE) != 0 ? Optional.empty() : Optional.of(new TimeChange.Now());
    }
    return Optional.of(
        new TimeChange.At(Instant.ofEpochSecond(request.u64(MTIME), request.u32(MTIME_NSEC))));
  }

  void readlink(Request request) {
    request.answer(
        vfs.readlink(request.node()), (target, reply) -> reply.put(Names.encode(target)));
  }

  void statfs(Request request) {
    request.answer(vfs.statfs(), AttributeOperations::statfs);
  }

  private static int statfs(FsStat stat, Reply reply) {
    MemorySegment out = reply.cleared(STATFS_BYTES);
    put(out, "blocks", stat.blocks());
    put(out, "bfree", stat.freeBlocks());
    put(out, "bavail", stat.freeBlocks());
    put(out, "files", stat.files());
    put(out, "ffree", stat.freeFiles());
    putInt(out, "bsize", (int) stat.blockSize());
    putInt(out, "frsize", (int) stat.blockSize());
    putInt(out, "namelen", stat.nameMax());
    return STATFS_BYTES;
  }

  private static void put(MemorySegment out, String field, long value) {
    out.set(JAVA_LONG, Layouts.at(Layouts.KSTATFS, field), value);
  }

  private static void putInt(MemorySegment out, String field, int value) {
    out.set(JAVA_INT, Layouts.at(Layouts.KSTATFS, field), value);
  }

  void getxattr(Request request) {
    String attribute = request.name(XATTR_NAME);
    if (attribute.startsWith(ACLS)) {
      request.fail(Errno.EOPNOTSUPP);
    } else if (!attribute.startsWith(READABLE)) {
      request.fail(Errno.ENODATA);
    } else {
      int size = request.u32(XATTR_SIZE);
      request.answer(
          vfs.getxattr(request.node(), attribute), (value, reply) -> sized(value, size, reply));
    }
  }

  void listxattr(Request request) {
    int size = request.u32(XATTR_SIZE);
    request.answer(
        vfs.listxattr(request.node()), (names, reply) -> sized(joined(names), size, reply));
  }

  private static byte[] joined(List<String> names) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String name : names) {
      all.writeBytes(Names.encode(name));
      all.write(0);
    }
    return all.toByteArray();
  }

  /** Size 0 asks for the length only. */
  private static int sized(byte[] value, int size, Reply reply) {
    if (size == 0) {
      reply.cleared(XATTR_OUT_BYTES).set(JAVA_INT, XATTR_OUT_SIZE, value.length);
      return XATTR_OUT_BYTES;
    }
    return value.length > size ? Errno.ERANGE.negated() : reply.put(value);
  }
}
