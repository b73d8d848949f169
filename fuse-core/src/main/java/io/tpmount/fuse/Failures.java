package io.tpmount.fuse;

import io.tpmount.fuse.sys.Errno;
import io.tpmount.vfs.VfsException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed call is logged as, once, and answered with. */
public final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * @param subject path, node or handle, for the log
   */
  public static Errno answer(String operation, Object subject, Throwable failure) {
    return switch (failure) {
      case VfsException expected -> refused(operation, subject, expected);
      case CancellationException _ -> Errno.EINTR;
      case CompletionException e when e.getCause() != null ->
          answer(operation, subject, e.getCause());
      default -> {
        log.error("{} {}: unexpected, answered EIO", operation, subject, failure);
        yield Errno.EIO;
      }
    };
  }

  private static Errno refused(String operation, Object subject, VfsException e) {
    Errno errno = Errnos.of(e.error());
    switch (errno) {
      case EIO, EACCES, ENOSPC, ESTALE ->
          log.warn("{} {}: {} ({})", operation, subject, errno, e.error());
      default -> log.debug("{} {}: {} ({})", operation, subject, errno, e.error());
    }
    return errno;
  }
}
