package io.tpmount.vfs.posix;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of refused calls, of each kind once in the life of a mount. Safe for concurrent calls. */
public final class Rejections {
  private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);

  private final Set<Rejection> told = ConcurrentHashMap.newKeySet();

  /** A call of that kind was refused. */
  public void note(Rejection kind) {
    if (told.add(kind)) {
      LOG.warn("{}", kind.explanation());
    }
  }
}
