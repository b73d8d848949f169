package io.tpmount.vfs.engine;

import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.posix.Rejection;
import io.tpmount.vfs.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removing a file that programs have open. It is refused, or the handles go on with the cache file
 * alone, which then has to hold all of the content.
 *
 * <p>A file that is empty and was never stored may always go, as nothing is lost with it: a program
 * whose lock was refused can take its lock file away again.
 */
final class OpenUnlink {
  private static final Logger LOG = LoggerFactory.getLogger(OpenUnlink.class);

  private final PosixRules rules;

  OpenUnlink(PosixRules rules) {
    this.rules = rules;
  }

  /** Before the name goes. */
  void prepare(OpenFile open) throws VfsException, InterruptedException {
    if (open.file().size() == 0 && !open.node().mayBeStored()) {
      return;
    }
    rules.refuse(
        Rejection.OPEN_UNLINK, new VfsError.Busy(open.node().key() + " is open in a program"));
    try {
      open.makeWhole();
    } catch (StoreException e) {
      LOG.warn(
          "{} is removed while open; its readers get ESTALE for what could not be fetched: {}",
          open.node().key(),
          e.error().detail());
    }
  }
}
