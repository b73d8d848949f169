package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.IndexChange.Durability;
import io.tpmount.vfs.cache.IndexChange.PutUpload;
import io.tpmount.vfs.cache.IndexChange.RemoveUpload;
import io.tpmount.vfs.store.UploadId;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Multipart uploads begun here that no file needs any more, and whose parts the store may still
 * keep, and charge for. Remembered over a restart until the store has been told.
 */
public final class LeftUploads {
  private static final Logger log = LoggerFactory.getLogger(LeftUploads.class);

  private final Index index;
  private final Set<UploadId> known = ConcurrentHashMap.newKeySet();
  private volatile Consumer<UploadId> listener = _ -> {};

  LeftUploads(Index index, Collection<UploadId> known) {
    this.index = index;
    this.known.addAll(known);
  }

  /** Hears of each that is added; must not wait. */
  public void onAdded(Consumer<UploadId> newListener) {
    listener = newListener;
  }

  /** A failure to note it costs nothing here, but leaves the parts in the store. */
  void add(UploadId upload) {
    known.add(upload);
    try {
      index.apply(Durability.CRASH, new PutUpload(upload));
    } catch (IOException e) {
      log.warn("a restart will not know of the left upload of {}: {}", upload.key(), e.toString());
    }
    listener.accept(upload);
  }

  public List<UploadId> all() {
    return List.copyOf(known);
  }

  /** The store has nothing of it any more. */
  public void gone(UploadId upload) {
    if (known.remove(upload)) {
      index.tell(new RemoveUpload(upload));
    }
  }
}
