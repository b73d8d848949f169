package io.tpmount.benchmarks.run;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.fuse.sys.Libc;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The kernel's pages of single files. They are dropped file by file, because the server's objects
 * shall stay in memory, as shall what the rest of the machine has there.
 */
final class PageCache {
  private static final int DONTNEED = 4;

  private static final MethodHandle FDATASYNC =
      link("fdatasync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle FADVISE =
      link(
          "posix_fadvise",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

  private PageCache() {}

  /** Drops the pages of all files below. */
  static void dropBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.filter(Files::isRegularFile).forEach(PageCache::drop);
    }
  }

  /** Has the next read of the file come from its disk, or from who serves it. */
  static void drop(Path file) {
    int fd = Libc.open(file.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
    if (fd < 0) {
      return; // gone meanwhile, and its pages with it
    }
    try {
      // What is not on the disk yet could not be dropped.
      int synced = (int) FDATASYNC.invokeExact(fd);
      int dropped = (int) FADVISE.invokeExact(fd, 0L, 0L, DONTNEED);
      if (synced != 0 || dropped != 0) {
        throw new IllegalStateException("cannot drop the pages of " + file);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    } finally {
      int ignored = Libc.close(fd);
    }
  }

  @SuppressWarnings("restricted") // these calls are what the class is for
  private static MethodHandle link(String function, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), type);
  }
}
