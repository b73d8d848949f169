package io.tpmount.s3;

import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this store can read under a condition. Some answer 412 to any {@code If-Match}; they are
 * then asked without, and the version each answer names is compared, as it is anyway.
 */
final class Conditions {
  private static final Logger LOG = LoggerFactory.getLogger(Conditions.class);

  private enum State {
    UNKNOWN,
    HOLD,
    /** Refused for a version that HEAD then named. */
    REFUSED
  }

  private final Heads heads;
  private final AtomicReference<State> state = new AtomicReference<>(State.UNKNOWN);

  Conditions(Heads heads) {
    this.heads = heads;
  }

  /** Whether to send one. */
  boolean mayBeSent() {
    return state.get() != State.REFUSED;
  }

  /** A condition was sent and met: a refusal is the truth from now on, and costs no HEAD. */
  void met() {
    state.compareAndSet(State.UNKNOWN, State.HOLD);
  }

  /** Checks a 412. True when the object is of that version, so that it can be read without. */
  boolean refusedWrongly(ObjectKey key, ETag version) throws InterruptedException {
    if (state.get() == State.HOLD || !isCurrent(key, version)) {
      return false;
    }
    if (state.compareAndSet(State.UNKNOWN, State.REFUSED)) {
      LOG.warn("The store refuses If-Match for the version it has; versions are compared here.");
    }
    return true;
  }

  private boolean isCurrent(ObjectKey key, ETag version) throws InterruptedException {
    try {
      return heads.info(key).etag().equals(version);
    } catch (StoreException e) {
      LOG.debug("Refused condition not checked: {}", e.getMessage());
      return false;
    }
  }
}
