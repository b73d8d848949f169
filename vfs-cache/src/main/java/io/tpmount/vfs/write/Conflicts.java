package io.tpmount.vfs.write;

import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.CopySource;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.PutOptions.Condition;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when an upload replaces what others have put there since the file was opened. The later
 * writer wins, as with any client of S3, but not in silence; where both are to be kept, the other
 * one's is copied to a name of its own first.
 *
 * <p>A refused condition never fails an upload: the object is looked at, and the upload goes on.
 * What one of our own requests has made, whose answer was lost, is no conflict.
 */
final class Conflicts {
  private static final Logger LOG = LoggerFactory.getLogger(Conflicts.class);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final ObjectStore store;
  private final WriteOptions.OnConflict onConflict;
  private final LastRequest last;
  private final UploadConditions conditions;
  private final Tries tries = new Tries();

  Conflicts(ObjectStore store, WriteOptions.OnConflict onConflict, LastRequest last) {
    this.store = store;
    this.onConflict = onConflict;
    this.last = last;
    this.conditions = new UploadConditions(store);
  }

  /** The request that makes the object; it may have to be sent twice. */
  interface Making {
    CompletableFuture<ObjectInfo> send(PutOptions options)
        throws StoreException, InterruptedException;
  }

  /** Makes the object, whatever is there. */
  ObjectInfo make(UploadContent content, Making request)
      throws StoreException, InterruptedException {
    Tries.OfFile before = tries.of(content.file());
    before.add(content.size(), content.options());
    ObjectInfo made = attempt(content, request, before);
    tries.succeeded(content.file());
    return made;
  }

  private ObjectInfo attempt(UploadContent content, Making request, Tries.OfFile before)
      throws StoreException, InterruptedException {
    Condition condition =
        conditions.usable(before.known(content.key()).orElse(content.options().condition()));
    try {
      ObjectInfo made = send(content, request, condition);
      conditions.met(condition);
      return made;
    } catch (StoreException e) {
      if (condition instanceof Condition.Always) {
        throw e;
      }
      if (e.error() instanceof StoreError.PreconditionFailed) {
        return notMet(content, request, before, condition);
      }
      if (!conditions.mayBeCause(e.error())) {
        throw e;
      }
      before.know(content.key(), new Condition.Always());
      ObjectInfo made = send(content, request, new Condition.Always());
      conditions.wereCause(e.error());
      return made;
    }
  }

  private ObjectInfo send(UploadContent content, Making request, Condition condition)
      throws StoreException, InterruptedException {
    return last.await(request.send(content.options().under(condition)));
  }

  private ObjectInfo notMet(
      UploadContent content, Making request, Tries.OfFile before, Condition condition)
      throws StoreException, InterruptedException {
    Optional<ObjectInfo> there;
    try {
      there = content.found(store);
    } catch (StoreException e) {
      if (onConflict == WriteOptions.OnConflict.KEEP_BOTH
          || !(e.error() instanceof StoreError.AccessDenied)) {
        throw e;
      }
      LOG.warn("{} may have been changed by others, which can't be looked at", content.key());
      before.know(content.key(), new Condition.Always());
      return send(content, request, new Condition.Always());
    }
    if (there.isPresent() && content.isMadeAs(there.get())) {
      return there.get();
    }
    boolean ours = there.isPresent() && before.made(there.get());
    if (conditions.isTrue(content, condition, there) && !ours) {
      conflict(content, there);
    }
    // Another try need not meet the same version as a conflict again.
    Condition replacing =
        there
            .<Condition>map(version -> new Condition.Is(version.etag()))
            .orElseGet(Condition.Absent::new);
    before.know(content.key(), replacing);
    return send(
        content,
        request,
        onConflict == WriteOptions.OnConflict.KEEP_BOTH
            ? conditions.usable(replacing)
            : new Condition.Always());
  }

  private void conflict(UploadContent content, Optional<ObjectInfo> there)
      throws StoreException, InterruptedException {
    if (there.isPresent() && onConflict == WriteOptions.OnConflict.KEEP_BOTH) {
      keep(there.get());
    }
    LOG.warn(
        "{} was {} by others since it was opened here; the content written here replaces it",
        content.key(),
        there.isPresent() ? "changed" : "removed");
  }

  private void keep(ObjectInfo theirs) throws StoreException, InterruptedException {
    ObjectKey aside =
        ObjectKey.of(theirs.key() + ".conflict-" + TIME.format(theirs.lastModified()));
    Await.result(store.copy(CopySource.of(theirs), aside));
    LOG.warn("What others had written is kept as {}", aside);
  }
}
