package io.tpmount.vfs.write;

import io.tpmount.vfs.cache.LeftUploads;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.UploadId;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frees what multipart uploads that nobody needs any more have left in the store. */
final class UploadSweep {
  private static final Logger LOG = LoggerFactory.getLogger(UploadSweep.class);

  private final ObjectStore store;
  private final LeftUploads left;

  /** Still at work on parts, which an abort would not reach: it is swept when they have ended. */
  private final Set<UploadId> running = ConcurrentHashMap.newKeySet();

  UploadSweep(ObjectStore store, LeftUploads left) {
    this.store = store;
    this.left = left;
    left.onAdded(this::abortUnlessRunning);
  }

  void begin(UploadId upload) {
    running.add(upload);
  }

  void end(UploadId upload) {
    running.remove(upload);
    if (left.all().contains(upload)) {
      var _ = abort(upload);
    }
  }

  private void abortUnlessRunning(UploadId upload) {
    if (!running.contains(upload)) {
      var _ = abort(upload);
    }
  }

  /** Done when each was tried once; never fails. */
  CompletableFuture<Void> run() {
    return CompletableFuture.allOf(
        left.all().stream()
            .filter(upload -> !running.contains(upload))
            .map(this::abort)
            .toArray(CompletableFuture<?>[]::new));
  }

  private CompletableFuture<Void> abort(UploadId upload) {
    return store
        .abortUpload(upload)
        .handle(
            (_, failure) -> {
              if (failure == null) {
                left.gone(upload);
              } else {
                LOG.debug("Not aborted yet: the left upload of {}: {}", upload.key(), failure);
              }
              return null;
            });
  }
}
