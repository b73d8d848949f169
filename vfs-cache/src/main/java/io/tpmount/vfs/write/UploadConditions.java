package io.tpmount.vfs.write;

import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.PutOptions.Condition;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this store can make objects under a condition. Some do not know how, some refuse every
 * one, some serve other ETags than they list; they are asked without from then on.
 */
final class UploadConditions {
  private static final Logger LOG = LoggerFactory.getLogger(UploadConditions.class);

  private enum State {
    UNKNOWN,
    HOLD,
    REFUSED
  }

  private final ObjectStore store;
  private final AtomicReference<State> state = new AtomicReference<>(State.UNKNOWN);

  UploadConditions(ObjectStore store) {
    this.store = store;
  }

  /** The condition, where the store is to be asked under one. */
  Condition usable(Condition condition) {
    return state.get() == State.REFUSED ? new Condition.Always() : condition;
  }

  void met(Condition condition) {
    if (condition instanceof Condition.Is) {
      state.compareAndSet(State.UNKNOWN, State.HOLD);
    }
  }

  /** Whether the request might have been taken without a condition. */
  boolean mayBeCause(StoreError error) {
    if (error instanceof StoreError.BadRequest refused && refused.status() == 501) {
      wereCause(error);
      return true;
    }
    return state.get() == State.UNKNOWN
        && (error instanceof StoreError.BadRequest || error instanceof StoreError.AccessDenied);
  }

  /** It was. */
  void wereCause(StoreError error) {
    refused(error.detail().toString());
  }

  /** Whether a condition that was not met says that others have changed the object. */
  boolean isTrue(UploadContent content, Condition condition, Optional<ObjectInfo> there)
      throws StoreException, InterruptedException {
    return switch (condition) {
      case Condition.Always _ -> false;
      case Condition.Absent _ -> there.isPresent();
      case Condition.Is(ETag wanted) -> there.isEmpty() || !isStill(content, wanted, there.get());
    };
  }

  private boolean isStill(UploadContent content, ETag wanted, ObjectInfo there)
      throws StoreException, InterruptedException {
    if (there.etag().equals(wanted)) {
      if (state.get() != State.HOLD) {
        refused("If-Match is refused for the version it has");
      }
      return true;
    }
    Optional<ObjectInfo> base =
        content.file().base().filter(version -> version.etag().equals(wanted));
    if (base.isPresent() && isAlike(base.get(), there) && isListed(base.get())) {
      refused("it lists other ETags than it serves");
      return true;
    }
    return false;
  }

  private boolean isListed(ObjectInfo version) throws StoreException, InterruptedException {
    ListRequest request = ListRequest.flat(version.key().value()).withMaxKeys(1);
    return Await.result(store.list(request)).objects().stream()
        .anyMatch(
            listed ->
                listed.key().equals(version.key())
                    && listed.etag().equals(version.etag())
                    && isAlike(listed, version));
  }

  /** Listings tell of fractions, heads do not. */
  private static boolean isAlike(ObjectInfo one, ObjectInfo other) {
    return one.size() == other.size()
        && second(one.lastModified()).equals(second(other.lastModified()));
  }

  private static Instant second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private void refused(String why) {
    if (state.getAndSet(State.REFUSED) != State.REFUSED) {
      LOG.warn(
          "The store's conditions of uploads can't be used, so what others change goes unnoticed:"
              + " {}",
          why);
    }
  }
}
