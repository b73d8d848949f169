package io.tpmount.fuse.jnr;

import io.tpmount.fuse.Errnos;
import io.tpmount.fuse.sys.Errno;
import io.tpmount.vfs.VfsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge between upcalls and libfuse: whatever happens behind it becomes a number, because
 * anything thrown into native code is lost.
 */
final class Answers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** One upcall; the answer is a count, 0, or a negated errno. */
  @FunctionalInterface
  interface Call {
    int run() throws VfsException;
  }

  /**
   * @param subject path or handle, for the log
   */
  static int answer(String operation, Object subject, Call call) {
    try {
      return call.run();
    } catch (VfsException e) {
      return refused(operation, subject, e);
    } catch (Throwable e) {
      log.error("{} {}: unexpected, answered EIO", operation, subject, e);
      return Errno.EIO.negated();
    }
  }

  private static int refused(String operation, Object subject, VfsException e) {
    Errno errno = Errnos.of(e.error());
    switch (errno) {
      case EIO, EACCES, ENOSPC, ESTALE ->
          log.warn("{} {}: {} ({})", operation, subject, errno, e.error());
      default -> log.debug("{} {}: {} ({})", operation, subject, errno, e.error());
    }
    return errno.negated();
  }
}
