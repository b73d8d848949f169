package io.tpmount.vfs.engine;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps the keys of nodes as they are while changes of single names are answered for: the move of a
 * directory, which changes all keys below, is alone. Never held while waiting for the store.
 */
final class TreeShape {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** To be closed by the thread that has it. */
  record Hold(Lock lock) implements AutoCloseable {
    @Override
    public void close() {
      lock.unlock();
    }
  }

  /** Until closed no key changes. */
  Hold keep() {
    return hold(lock.readLock());
  }

  /** Until closed nobody relies on a key. */
  Hold change() {
    return hold(lock.writeLock());
  }

  private static Hold hold(Lock lock) {
    lock.lock();
    return new Hold(lock);
  }
}
