package io.tpmount.vfs.engine;

import com.google.common.util.concurrent.Striped;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.namespace.DirectoryNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.stream.StreamSupport;

/**
 * Lets one change of a name happen at a time. Held by virtual threads while the store carries the
 * change out, so that the store sees the changes of one key in the order in which programs made
 * them; reading never takes it.
 */
final class NameLocks {
  private static final int STRIPES = 4096;

  private record Key(NodeId directory, String name) {}

  private final Striped<Lock> locks = Striped.lock(STRIPES);

  /** A hold on one or two names. */
  static final class Hold implements AutoCloseable {
    private final Deque<Lock> held = new ArrayDeque<>();

    @Override
    public void close() {
      while (!held.isEmpty()) {
        held.pop().unlock();
      }
    }
  }

  Hold hold(DirectoryNode directory, String name) throws InterruptedException {
    return take(List.of(new Key(directory.id(), name)));
  }

  Hold hold(DirectoryNode from, String name, DirectoryNode to, String newName)
      throws InterruptedException {
    return take(List.of(new Key(from.id(), name), new Key(to.id(), newName)));
  }

  private Hold take(List<Key> keys) throws InterruptedException {
    Hold hold = new Hold();
    try {
      // bulkGet gives the locks in the one order that makes taking several safe.
      for (Lock lock : StreamSupport.stream(locks.bulkGet(keys).spliterator(), false).toList()) {
        lock.lockInterruptibly();
        hold.held.push(lock);
      }
      return hold;
    } catch (InterruptedException e) {
      hold.close();
      throw e;
    }
  }
}
