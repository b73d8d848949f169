package io.tpmount.fuse.jnr;

import static io.tpmount.fuse.jnr.Answers.answer;

import io.tpmount.fuse.sys.Errno;
import io.tpmount.vfs.Names;
import io.tpmount.vfs.Vfs;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The upcalls on extended attributes, which can be read only: without setxattr and removexattr the
 * kernel answers EOPNOTSUPP by itself.
 */
final class XattrOperations {
  private static final String READABLE = "user.";
  private static final String ACLS = "system.";

  private final Vfs vfs;
  private final Waits waits;
  private final Walk walk;

  XattrOperations(Vfs vfs, Waits waits, Walk walk) {
    this.vfs = vfs;
    this.waits = waits;
    this.walk = walk;
  }

  int getxattr(long path, long name, long value, long size) {
    String attribute = Memory.nameAt(name);
    if (attribute.startsWith(ACLS)) {
      return Errno.EOPNOTSUPP.negated();
    }
    // The kernel asks for security.capability at every write: answered without a walk.
    if (!attribute.startsWith(READABLE)) {
      return Errno.ENODATA.negated();
    }
    return answer(
        "getxattr",
        new Subject(path),
        () -> {
          try (Walk.Node node = walk.node(path)) {
            return reply(waits.await(vfs.getxattr(node.id(), attribute)), value, size);
          }
        });
  }

  int listxattr(long path, long list, long size) {
    return answer(
        "listxattr",
        new Subject(path),
        () -> {
          try (Walk.Node node = walk.node(path)) {
            ByteArrayOutputStream names = new ByteArrayOutputStream();
            for (String name : waits.await(vfs.listxattr(node.id()))) {
              names.writeBytes(Names.encode(name));
              names.write(0);
            }
            return reply(names.toByteArray(), list, size);
          }
        });
  }

  /** Size 0 asks for the length only. */
  private static int reply(byte[] bytes, long target, long size) {
    if (size == 0) {
      return bytes.length;
    }
    if (bytes.length > size) {
      return Errno.ERANGE.negated();
    }
    MemorySegment.copy(bytes, 0, Memory.at(target, size), ValueLayout.JAVA_BYTE, 0, bytes.length);
    return bytes.length;
  }
}
