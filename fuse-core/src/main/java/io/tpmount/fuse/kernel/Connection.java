package io.tpmount.fuse.kernel;

import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.Libc;
import io.tpmount.fuse.sys.TransferBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The descriptors of one mount and what is under way on them. They are closed only when nobody can
 * answer any more: a number closed too early is some other file's next.
 */
final class Connection {
  private static final Logger log = LoggerFactory.getLogger(Connection.class);
  private static final String DEVICE = "/dev/fuse";

  /** FUSE_DEV_IOC_CLONE of include/uapi/linux/fuse.h: _IOR(229, 0, uint32_t). */
  private static final long CLONE = 0x8004E500L;

  private final int fd;
  private final Pool<TransferBuffer> requests;
  private final Pool<Reply> replies;
  private final Pending pending = new Pending();
  private final Runnable atEnd;
  private final Queue<Integer> clones = new ConcurrentLinkedQueue<>();

  /** The threads as one, and each request that is to be answered later. */
  private final AtomicInteger users = new AtomicInteger(1);

  /**
   * @param atEnd run once, when nothing is under way and the descriptors are closed
   */
  Connection(int fd, Negotiated negotiated, Runnable atEnd) {
    this.fd = fd;
    this.requests = new Pool<>(() -> new TransferBuffer(negotiated.requestBytes()));
    this.replies = new Pool<>(() -> new Reply(negotiated.replyBytes()));
    this.atEnd = atEnd;
  }

  Pool<TransferBuffer> requests() {
    return requests;
  }

  Pool<Reply> replies() {
    return replies;
  }

  Pending pending() {
    return pending;
  }

  int fd() {
    return fd;
  }

  /**
   * One more descriptor of the same mount, so that threads do not contend for the list of requests
   * under way; the first one where that fails.
   */
  int cloned() {
    int clone = Libc.open(DEVICE, Libc.O_RDWR | Libc.O_CLOEXEC);
    if (clone < 0) {
      return fd;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment original = arena.allocateFrom(ValueLayout.JAVA_INT, fd);
      if (Libc.ioctl(clone, CLONE, original) < 0) {
        Libc.close(clone);
        return fd;
      }
    }
    clones.add(clone);
    return clone;
  }

  void answerLater() {
    users.incrementAndGet();
  }

  /** A request was answered, or the last thread has left. */
  void done() {
    if (users.decrementAndGet() == 0) {
      clones.forEach(Libc::close);
      Libc.close(fd);
      atEnd.run();
    }
  }

  /** Fails what is under way: nobody will hear an answer. */
  void end() {
    pending.end();
  }

  /** What the device says to an answer. */
  static void check(long result, String what) {
    // ENOENT: its program was killed. ENODEV, EPERM: unmounted.
    if (result < 0
        && result != Errno.ENOENT.negated()
        && result != Errno.ENODEV.negated()
        && result != Errno.EPERM.negated()) {
      log.error("the kernel refuses the answer to {}: {}", what, Errno.describe((int) -result));
    }
  }
}
