package io.tpmount.fuse.jnr;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.fuse.Driver;
import io.tpmount.fuse.MountException;
import io.tpmount.fuse.MountOptions;
import io.tpmount.fuse.Session;
import io.tpmount.vfs.Vfs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Mounts through libfuse 2. */
public final class JnrDriver implements Driver {
  @Override
  public void check(MountOptions options) throws MountException {
    LibFuse.load();
    LibfuseArguments.check(options);
  }

  @Override
  public Session mount(Vfs vfs, MountOptions options) throws MountException {
    LibFuse libfuse = LibFuse.load();
    JnrSession session = new JnrSession(libfuse, vfs, options);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mountPoint = arena.allocate(ADDRESS);
      MemorySegment multithreaded = arena.allocate(JAVA_INT);
      String[] arguments = LibfuseArguments.of(options);
      long fuse =
          libfuse.fuse_setup(
              arguments.length,
              arguments,
              session.operations().address(),
              session.operations().size(),
              mountPoint.address(),
              multithreaded.address(),
              0);
      if (fuse == 0) {
        throw new MountException(
            MountException.Reason.REFUSED,
            "%s could not be mounted; the lines above that begin with \"fuse\" say why"
                .formatted(options.mountPoint()));
      }
      session.start(fuse, mountPoint.get(JAVA_LONG, 0));
    }
    return session;
  }
}
