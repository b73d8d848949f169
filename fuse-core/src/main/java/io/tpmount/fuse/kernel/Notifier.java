package io.tpmount.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.fuse.sys.Errno;
import io.tpmount.vfs.Invalidations;
import io.tpmount.vfs.Names;
import io.tpmount.vfs.NodeId;
import java.lang.foreign.MemorySegment;
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

  // enum fuse_notify_code
  private static final int INVAL_INODE = 2;
  private static final int INVAL_ENTRY = 3;

  /** In place of an offset: leave the pages alone. */
  private static final long ATTRIBUTES_ONLY = -1;

  private static final long PARENT = Layouts.at(Layouts.INVAL_ENTRY_OUT, "parent");
  private static final long NAMELEN = Layouts.at(Layouts.INVAL_ENTRY_OUT, "namelen");
  private static final long NAME = Layouts.INVAL_ENTRY_OUT.byteSize();

  private static final long INO = Layouts.at(Layouts.INVAL_INODE_OUT, "ino");
  private static final long OFF = Layouts.at(Layouts.INVAL_INODE_OUT, "off");
  private static final int INODE_BYTES = (int) Layouts.INVAL_INODE_OUT.byteSize();

  private sealed interface News {
    record Name(NodeId parent, String name) implements News {}

    record Attributes(NodeId node) implements News {}

    record End() implements News {}
  }

  private final Connection connection;
  private final BlockingQueue<News> queue = new LinkedBlockingQueue<>();

  Notifier(Connection connection) {
    this.connection = connection;
  }

  void start() {
    connection.answerLater();
    Thread.ofPlatform().daemon().name("notify").start(this::run);
  }

  @Override
  public void name(NodeId parent, String name) {
    queue.add(new News.Name(parent, name));
  }

  /** What is shown of a node has changed. */
  void attributes(NodeId node) {
    queue.add(new News.Attributes(node));
  }

  /** Ends the thread when it has told of what it heard before. */
  void end() {
    queue.add(new News.End());
  }

  private void run() {
    Reply reply = connection.replies().take();
    try {
      boolean more = true;
      while (more) {
        more = tell(queue.take(), reply);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connection.done();
    }
  }

  private boolean tell(News news, Reply reply) {
    switch (news) {
      case News.Name(NodeId parent, String name) -> tellName(parent, Names.encode(name), reply);
      case News.Attributes(NodeId node) -> tellAttributes(node, reply);
      case News.End() -> {
        return false;
      }
    }
    return true;
  }

  private void tellName(NodeId parent, byte[] name, Reply reply) {
    int length = (int) NAME + name.length + 1;
    MemorySegment out = reply.cleared(length);
    out.set(JAVA_LONG, PARENT, parent.value());
    out.set(JAVA_INT, NAMELEN, name.length);
    MemorySegment.copy(name, 0, out, JAVA_BYTE, NAME, name.length);
    send(INVAL_ENTRY, length, reply);
  }

  private void tellAttributes(NodeId node, Reply reply) {
    MemorySegment out = reply.cleared(INODE_BYTES);
    out.set(JAVA_LONG, INO, node.value());
    out.set(JAVA_LONG, OFF, ATTRIBUTES_ONLY);
    send(INVAL_INODE, INODE_BYTES, reply);
  }

  private void send(int code, int length, Reply reply) {
    long result = reply.send(connection.fd(), 0, code, length);
    // ENOENT: the kernel does not know it.
    if (result < 0 && result != Errno.ENOENT.negated()) {
      log.debug("notification {} is refused: {}", code, Errno.describe((int) -result));
    }
  }
}
