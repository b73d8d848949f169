package io.tpmount.fuse.jnr;

import static ru.serce.jnrfuse.struct.Flock.F_UNLCK;
import static ru.serce.jnrfuse.struct.Flock.F_WRLCK;
import static ru.serce.jnrfuse.struct.Flock.LOCK_EX;

import io.tpmount.fuse.Rejections;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import ru.serce.jnrfuse.struct.Flock;

/**
 * The upcalls on file locks: shared ones succeed, exclusive ones are refused. Left unregistered,
 * the kernel would grant them all.
 */
final class LockOperations {
  private static final int F_GETLK = 5;

  private final Rejections rejections;

  LockOperations(Rejections rejections) {
    this.rejections = rejections;
  }

  int flock(
      @SuppressWarnings("unused") long path, @SuppressWarnings("unused") long info, int operation) {
    return (operation & LOCK_EX) != 0 ? reject() : 0;
  }

  int lock(
      @SuppressWarnings("unused") long path,
      @SuppressWarnings("unused") long info,
      int command,
      long lock) {
    Flock asked = Flock.of(Pointer.wrap(Runtime.getSystemRuntime(), lock));
    if (command == F_GETLK) {
      asked.l_type.set(F_UNLCK);
      return 0;
    }
    return asked.l_type.get() == F_WRLCK ? reject() : 0;
  }

  private int reject() {
    return rejections.exclusiveLock().negated();
  }
}
