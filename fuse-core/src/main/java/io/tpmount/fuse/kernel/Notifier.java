package io.tpmount.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.fuse.sys.Errno;
import io.tpmount.vfs.Invalidations;
import io.tpmount.vfs.Names;
import io.tpmount.vfs.NodeId;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel forget what others have changed. On a thread of its own: the kernel may make it
 * wait for a request that is answered by a thread which wants to notify.
 */
final class Notifier implements Invalidations {
  private static final Logger log = LoggerFactory.getLogger(Notifier.class);

  /** FUSE_NOTIFY_INVAL_ENTRY of {@code enum fuse_notify_code}. */
  private static final int INVAL_ENTRY = 3;

  private static final long PARENT = Layouts.at(Layouts.INVAL_ENTRY_OUT, "parent");
  private static final long NAMELEN = Layouts.at(Layouts.INVAL_ENTRY_OUT, "namelen");
  private static final long NAME = Layouts.INVAL_ENTRY_OUT.byteSize();

  private record Entry(NodeId parent, String name) {}

  private final Connection connection;
  private final BlockingQueue<Optional<Entry>> queue = new LinkedBlockingQueue<>();

  Notifier(Connection connection) {
    this.connection = connection;
  }

  void start() {
    connection.answerLater();
    Thread.ofPlatform().daemon().name("notify").start(this::run);
  }

  @Override
  public void name(NodeId parent, String name) {
    queue.add(Optional.of(new Entry(parent, name)));
  }

  /** Ends the thread when it has told of what it heard before. */
  void end() {
    queue.add(Optional.empty());
  }

  private void run() {
    Reply reply = connection.replies().take();
    try {
      for (Optional<Entry> next = queue.take(); next.isPresent(); next = queue.take()) {
        tell(next.get(), reply);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connection.done();
    }
  }

  private void tell(Entry entry, Reply reply) {
    byte[] name = Names.encode(entry.name());
    int length = (int) NAME + name.length + 1;
    MemorySegment out = reply.cleared(length);
    out.set(JAVA_LONG, PARENT, entry.parent().value());
    out.set(JAVA_INT, NAMELEN, name.length);
    MemorySegment.copy(name, 0, out, JAVA_BYTE, NAME, name.length);
    long result = reply.send(connection.fd(), 0, INVAL_ENTRY, length);
    // ENOENT: the kernel does not know it. ENOTDIR: no directory any more. ENODEV: unmounted.
    if (result < 0 && result != Errno.ENOENT.negated()) {
      log.debug("{} is not taken back: {}", entry, Errno.describe((int) -result));
    }
  }
}
