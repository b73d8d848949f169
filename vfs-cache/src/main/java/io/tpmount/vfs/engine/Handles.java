package io.tpmount.vfs.engine;

import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The open handles of one kind.
 *
 * @param <H> what a handle stands for
 */
final class Handles<H> {
  private final Map<Long, H> open = new ConcurrentHashMap<>();
  private final AtomicLong last;

  /**
   * @param first ids are counted from here
   */
  Handles(long first) {
    last = new AtomicLong(first);
  }

  HandleId add(H handle) {
    long id = last.incrementAndGet();
    open.put(id, handle);
    return new HandleId(id);
  }

  H get(HandleId id) throws VfsException {
    H handle = open.get(id.value());
    if (handle == null) {
      throw unknown(id);
    }
    return handle;
  }

  H remove(HandleId id) throws VfsException {
    H handle = open.remove(id.value());
    if (handle == null) {
      throw unknown(id);
    }
    return handle;
  }

  int size() {
    return open.size();
  }

  private static VfsException unknown(HandleId id) {
    return new VfsException(new VfsError.BadHandle("no handle " + id.value()));
  }
}
