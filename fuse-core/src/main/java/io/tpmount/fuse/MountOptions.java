package io.tpmount.fuse;

import io.tpmount.vfs.unit.ByteSize;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Where and how a file system is mounted.
 *
 * @param mountPoint an existing directory
 * @param source what {@code mount} and {@code df} show, such as {@code tpmount:BUCKET}
 * @param timeouts what a driver shortens as it must
 * @param readAhead what the kernel reads ahead of a sequential reader, set when permitted
 * @param maxRead longest read request; a driver lowers it to what it can
 * @param workers threads that wait for requests; more are started while these wait for the store
 * @param extra further {@code -o} options, for the driver to judge
 */
public record MountOptions(
    Path mountPoint,
    String source,
    Set<Flag> flags,
    KernelTimeouts timeouts,
    ByteSize readAhead,
    ByteSize maxRead,
    int workers,
    List<String> extra) {
  /** The type shown is {@code fuse.tpmount}. */
  public static final String SUBTYPE = "tpmount";

  /** Choices that are off unless asked for. */
  public enum Flag {
    READ_ONLY,
    /** Users other than the one who mounts may come in. */
    ALLOW_OTHER,
    /** The mount may hide what the mount point holds. */
    ALLOW_NON_EMPTY,
    /** The kernel checks permission bits. */
    DEFAULT_PERMISSIONS,
    /** The kernel grants every kind of file lock, on this machine only. */
    LOCAL_LOCKS,
    /** The kernel may read wholly cached files by itself, where driver and kernel can. */
    PASSTHROUGH,
    /** The driver writes every request and answer to standard error. */
    TRACE
  }

  public MountOptions {
    mountPoint = mountPoint.toAbsolutePath().normalize();
    flags = flags.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(flags));
    extra = List.copyOf(extra);
    if (source.isEmpty()) {
      throw new IllegalArgumentException("empty source");
    }
    if (workers < 1) {
      throw new IllegalArgumentException("workers " + workers);
    }
  }

  /** The defaults. */
  public static MountOptions at(Path mountPoint, String source) {
    return new MountOptions(
        mountPoint,
        source,
        Set.of(),
        KernelTimeouts.ONE_SECOND,
        ByteSize.ofMib(1),
        ByteSize.ofMib(1),
        8,
        List.of());
  }

  public boolean has(Flag flag) {
    return flags.contains(flag);
  }

  public MountOptions with(Flag flag) {
    EnumSet<Flag> more = EnumSet.of(flag);
    more.addAll(flags);
    return new MountOptions(mountPoint, source, more, timeouts, readAhead, maxRead, workers, extra);
  }

  public MountOptions withTimeouts(KernelTimeouts changed) {
    return new MountOptions(mountPoint, source, flags, changed, readAhead, maxRead, workers, extra);
  }

  public MountOptions withWorkers(int changed) {
    return new MountOptions(
        mountPoint, source, flags, timeouts, readAhead, maxRead, changed, extra);
  }

  public MountOptions withExtra(List<String> changed) {
    return new MountOptions(
        mountPoint, source, flags, timeouts, readAhead, maxRead, workers, changed);
  }
}
