package io.tpmount.vfs.write;

import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.CopySource;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when an upload replaces what others have put there since the file was opened. The later
 * writer wins, as with any client of S3, but not in silence; where both are to be kept, the other
 * one's is copied to a name of its own first.
 *
 * <p>A store that does not know conditions is asked without them from then on.
 */
final class Conflicts {
  private static final Logger LOG = LoggerFactory.getLogger(Conflicts.class);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final ObjectStore store;
  private final WriteOptions.OnConflict onConflict;
  private final AtomicLong count = new AtomicLong();
  private volatile boolean conditionsWork = true;

  Conflicts(ObjectStore store, WriteOptions.OnConflict onConflict) {
    this.store = store;
    this.onConflict = onConflict;
  }

  /** The request that makes the object. */
  interface Making {
    CompletableFuture<ObjectInfo> send(PutOptions options)
        throws StoreException, InterruptedException;
  }

  long count() {
    return count.get();
  }

  /** Makes the object, whatever is there. */
  ObjectInfo make(UploadContent content, Making request)
      throws StoreException, InterruptedException {
    PutOptions guarded = conditionsWork ? content.options() : content.options().unconditional();
    try {
      return Await.result(request.send(guarded));
    } catch (StoreException e) {
      if (guarded.condition() instanceof PutOptions.Condition.Always) {
        throw e;
      }
      if (e.error() instanceof StoreError.PreconditionFailed) {
        return replace(content, request);
      }
      if (!isUnknownCondition(e.error())) {
        throw e;
      }
      LOG.info("The store knows no conditions of an upload: {}", e.error().detail());
      conditionsWork = false;
      return Await.result(request.send(guarded.unconditional()));
    }
  }

  private static boolean isUnknownCondition(StoreError error) {
    return error instanceof StoreError.BadRequest refused
        && (refused.status() == 501 || refused.code().equals("NotImplemented"));
  }

  private ObjectInfo replace(UploadContent content, Making request)
      throws StoreException, InterruptedException {
    Optional<ObjectInfo> there = content.found(store);
    if (there.isPresent() && content.isMadeAs(there.get())) {
      // Our own, whose answer was lost.
      return there.get();
    }
    CacheFile file = content.file();
    count.incrementAndGet();
    LOG.warn(
        "{} was {} by others since it was opened here; the content written here replaces it",
        file.key(),
        there.isPresent() ? "changed" : "removed");
    if (there.isPresent() && onConflict == WriteOptions.OnConflict.KEEP_BOTH) {
      keep(there.get());
    }
    return Await.result(request.send(content.options().unconditional()));
  }

  private void keep(ObjectInfo theirs) throws StoreException, InterruptedException {
    ObjectKey aside =
        ObjectKey.of(theirs.key() + ".conflict-" + TIME.format(theirs.lastModified()));
    Await.result(store.copy(CopySource.of(theirs), aside));
    LOG.warn("What others had written is kept as {}", aside);
  }
}
