package io.tpmount.fuse.jnr;

import io.tpmount.fuse.sys.Errno;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers to what this file system never does; each kind is logged once in the life of a mount. */
final class Rejections {
  private static final Logger log = LoggerFactory.getLogger(Rejections.class);
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  int reject(String what, Errno errno) {
    if (logged.add(what)) {
      log.warn("{} is not supported: answered {}, here and from now on", what, errno);
    }
    return errno.negated();
  }
}
