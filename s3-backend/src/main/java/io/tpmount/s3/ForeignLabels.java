package io.tpmount.s3;

import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The labels of a store whose listings name other ETags than its objects' own answers do. What was
 * listed as one label is then read as the version of another, and compared by that.
 *
 * <p>A label is taken for another only when the store, asked at one time, lists the object by the
 * first and serves it by the second, with the same size and time, before and after. And only once:
 * when the object later has yet another ETag, it was overwritten, whatever the listing says.
 */
final class ForeignLabels {
  private static final Logger LOG = LoggerFactory.getLogger(ForeignLabels.class);

  private record Listed(ObjectKey key, ETag label) {}

  private final Heads heads;
  private final Listings listings;
  private final Map<Listed, ETag> served = new ConcurrentHashMap<>();
  private final AtomicBoolean told = new AtomicBoolean();

  ForeignLabels(Heads heads, Listings listings) {
    this.heads = heads;
    this.listings = listings;
  }

  /** The ETag of the version: the label itself unless it is known to be foreign. */
  ETag served(ObjectKey key, ETag label) {
    return served.getOrDefault(new Listed(key, label), label);
  }

  /** What the object is served by, when a label that was refused is only the listing's. */
  Optional<ETag> find(ObjectKey key, ETag label) throws InterruptedException {
    Listed listed = new Listed(key, label);
    if (served.containsKey(listed)) {
      return Optional.empty();
    }
    try {
      ObjectInfo before = heads.info(key);
      if (before.etag().equals(label) || !isListed(before, label)) {
        return Optional.empty();
      }
      return heads.info(key).equals(before)
          ? Optional.of(known(listed, before.etag()))
          : Optional.empty();
    } catch (StoreException e) {
      LOG.debug("Refused label not checked: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Whether the store lists just this object by the label. */
  private boolean isListed(ObjectInfo object, ETag label)
      throws StoreException, InterruptedException {
    ListRequest request = ListRequest.flat(object.key().value()).withMaxKeys(1);
    return listings.page(request).objects().stream()
        .filter(listed -> listed.key().equals(object.key()))
        .filter(listed -> listed.etag().equals(label))
        .filter(listed -> listed.size() == object.size())
        .anyMatch(listed -> second(listed).equals(second(object)));
  }

  /** Listings tell of fractions, heads do not. */
  private static Object second(ObjectInfo object) {
    return object.lastModified().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Another read of the same object may have been first. */
  private ETag known(Listed listed, ETag etag) {
    if (told.compareAndSet(false, true)) {
      LOG.warn("The store lists other ETags than it serves; each object is compared by the latter");
    }
    ETag first = served.putIfAbsent(listed, etag);
    return first == null ? etag : first;
  }
}
