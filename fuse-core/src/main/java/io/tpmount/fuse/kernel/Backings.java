package io.tpmount.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.Libc;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.Passthrough;
import io.tpmount.vfs.Vfs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which files are open in which of the two ways: answered by us, or read by the kernel itself from
 * a file it was handed (FUSE_PASSTHROUGH). The kernel takes one way for a node at a time, and fails
 * an open that is told otherwise with EIO; so the first open decides, and the way is free again
 * when the last release has arrived, which the kernel sends after its own count.
 */
final class Backings {
  private static final Logger log = LoggerFactory.getLogger(Backings.class);

  // Of include/uapi/linux/fuse.h: _IOW(229, 1, struct fuse_backing_map), _IOW(229, 2, uint32_t).
  private static final long BACKING_OPEN = 0x4010E501L;
  private static final long BACKING_CLOSE = 0x4004E502L;
  private static final long MAP_FD = Layouts.at(Layouts.BACKING_MAP, "fd");

  /** Opens of one node, those under way included. */
  private static final class Opens {
    int count;
    int id;
    Passthrough file;
  }

  private final int device;
  private final Vfs vfs;

  @GuardedBy("this")
  private final Map<Long, Opens> nodes = new HashMap<>();

  @GuardedBy("this")
  private boolean refused;

  /**
   * @param refused whether there is no passthrough at all
   */
  Backings(int device, Vfs vfs, boolean refused) {
    this.device = device;
    this.vfs = vfs;
    this.refused = refused;
  }

  /**
   * Counts an open, to be given back by {@link #release} when it fails or ends.
   *
   * @return false, and counts nothing, for one that writes while the kernel reads by itself
   */
  synchronized boolean begin(long node, boolean writes) {
    if (writes && isPassthrough(node)) {
      return false;
    }
    nodes.computeIfAbsent(node, _ -> new Opens()).count++;
    return true;
  }

  synchronized boolean isPassthrough(long node) {
    Opens opens = nodes.get(node);
    return opens != null && opens.id > 0;
  }

  /** The backing file's number if an open that began is to be passthrough. */
  synchronized OptionalInt open(long node, HandleId handle, boolean writes) {
    Opens opens = nodes.get(node);
    boolean alone = opens.count == 1 && !writes && !refused && !KernelNodes.isSecond(node);
    if (opens.id == 0 && alone) {
      vfs.passthrough(handle).ifPresent(file -> hand(opens, file));
    }
    return opens.id > 0 ? OptionalInt.of(opens.id) : OptionalInt.empty();
  }

  @GuardedBy("this")
  private void hand(Opens opens, Passthrough file) {
    int id = ioctl(BACKING_OPEN, file.fd());
    if (id > 0) {
      opens.id = id;
      opens.file = file;
      return;
    }
    file.close();
    // Without CAP_SYS_ADMIN, or a cache on a stacked file system, it never works.
    refused = id == Errno.EPERM.negated() || id == Errno.ELOOP.negated();
    log.debug("no passthrough: {}", Errno.describe(-id));
  }

  /**
   * Ends an open that began.
   *
   * @return whether the kernel now reads the node no more by itself, and did until now
   */
  boolean release(long node) {
    Optional<Opens> last = endOne(node).filter(opens -> opens.id > 0);
    last.ifPresent(this::takeBack);
    return last.isPresent();
  }

  private synchronized Optional<Opens> endOne(long node) {
    Opens opens = nodes.get(node);
    opens.count--;
    if (opens.count > 0) {
      return Optional.empty();
    }
    nodes.remove(node);
    return Optional.of(opens);
  }

  private void takeBack(Opens opens) {
    int ignored = ioctl(BACKING_CLOSE, opens.id);
    opens.file.close();
  }

  /** Both requests begin with a number: a descriptor, or what the kernel called a backing file. */
  private int ioctl(long request, int number) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment map = arena.allocate(Layouts.BACKING_MAP);
      map.set(JAVA_INT, MAP_FD, number);
      return Libc.ioctl(device, request, map);
    }
  }

  /** Gives all files back, when the kernel has none of them any more. */
  synchronized void releaseAll() {
    nodes.values().stream().filter(opens -> opens.id > 0).forEach(opens -> opens.file.close());
    nodes.clear();
  }
}
