package io.tpmount.cli.flag;

import com.sun.management.OperatingSystemMXBean;
import io.tpmount.vfs.read.ReadOptions;
import io.tpmount.vfs.unit.ByteSize;
import java.lang.management.ManagementFactory;
import java.util.List;

/** How files are fetched. */
public final class ReadFlags {
  static final Flag<ByteSize> CHUNK_SIZE =
      Flag.of(
              "--vfs-read-chunk-size",
              Grammar.SIZE.checked(
                  size -> !size.isUnlimited() && size.bytes() > 0,
                  "needs a size above 0: chunks are what is fetched in parallel"),
              Group.READING,
              "bytes of one request once access is sequential")
          .or("16M");
  static final Flag<ByteSize> CHUNK_SIZE_LIMIT =
      Flag.of(
              "--vfs-read-chunk-size-limit",
              Grammar.SIZE,
              Group.READING,
              "how far chunks grow with a single stream")
          .or("128M");
  static final Flag<Integer> CHUNK_STREAMS =
      Flag.of(
              "--vfs-read-chunk-streams",
              Grammar.COUNT,
              Group.READING,
              "requests in flight per file; 0 and 1 mean one")
          .or("8");
  static final Flag<ByteSize> READ_AHEAD =
      Flag.of(
              "--vfs-read-ahead",
              Grammar.SIZE,
              Group.READING,
              "bytes fetched beyond what the streams hold")
          .or("32M");
  static final Flag<ByteSize> READ_MEMORY =
      Flag.of(
          "--read-memory",
          Grammar.SIZE.checked(
              size -> size.bytes() >= ByteSize.ofMib(16).bytes(), "needs at least 16M"),
          Group.READING,
          "limit of all bytes in flight from the store, over all files (default: an eighth of the"
              + " memory, 16M to 256M)");
  public static final Flag<Integer> HEDGE_PERCENT =
      Flag.of(
              "--read-hedge-percent",
              Grammar.COUNT.checked(percent -> percent <= 100, "needs a number from 0 to 100"),
              Group.READING,
              "second requests that may race slow ones, in percent of all reads; 0 for none")
          .or("5");

  private ReadFlags() {}

  public static ReadOptions options(FlagValues values) {
    return new ReadOptions(
        values.get(CHUNK_SIZE),
        values.get(CHUNK_SIZE_LIMIT),
        Math.max(1, values.get(CHUNK_STREAMS)),
        values.get(READ_AHEAD),
        memory(values));
  }

  /** What all buffers of reads may take. */
  public static ByteSize memory(FlagValues values) {
    return values.find(READ_MEMORY).orElseGet(ReadFlags::usualMemory);
  }

  /** The JVM's own limits are made for the most of it; a small container gets less. */
  private static ByteSize usualMemory() {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new ByteSize(
        Math.clamp(
            machine.getTotalMemorySize() / 8,
            ByteSize.ofMib(16).bytes(),
            ByteSize.ofMib(256).bytes()));
  }

  static List<Flag<?>> all() {
    return List.of(
        CHUNK_SIZE, CHUNK_SIZE_LIMIT, CHUNK_STREAMS, READ_AHEAD, READ_MEMORY, HEDGE_PERCENT);
  }
}
