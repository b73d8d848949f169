package io.tpmount.vfs.intent;

import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.CopySource;
import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies everything below one prefix to another, several objects at a time. One use. */
final class TreeCopy {
  private static final Logger LOG = LoggerFactory.getLogger(TreeCopy.class);

  private record Copy(ObjectKey original, CompletableFuture<ObjectInfo> result) {}

  private final ObjectStore store;
  private final int atATime;
  private final String from;
  private final String to;
  private final Set<ObjectKey> copiedBefore;
  private final List<ObjectKey> originals = new ArrayList<>();
  private final Map<ObjectKey, ObjectInfo> copies = new LinkedHashMap<>();
  private final Deque<Copy> underWay = new ArrayDeque<>();

  /**
   * @param copiedBefore targets that need not be copied again
   */
  TreeCopy(ObjectStore store, int atATime, String from, String to, Set<ObjectKey> copiedBefore) {
    this.store = store;
    this.atATime = atATime;
    this.from = from;
    this.to = to;
    this.copiedBefore = copiedBefore;
  }

  /** The copies by the originals' keys, all made; after a failure none is under way any more. */
  Map<ObjectKey, ObjectInfo> make() throws StoreException, InterruptedException {
    try {
      Optional<ListRequest> next = Optional.of(ListRequest.flat(from));
      while (next.isPresent()) {
        ListRequest request = next.get();
        ListPage page = Await.result(store.list(request));
        for (ObjectInfo object : page.objects()) {
          originals.add(object.key());
          if (!copiedBefore.contains(targetOf(object.key()))) {
            begin(object);
          }
        }
        next = page.next().map(request::after);
      }
      while (!underWay.isEmpty()) {
        await(underWay.remove());
      }
      return copies;
    } catch (StoreException e) {
      awaitRest();
      throw e;
    }
  }

  /** All that there was to copy. */
  List<ObjectKey> originals() {
    return List.copyOf(originals);
  }

  /** What was copied so far. */
  List<ObjectKey> made() {
    return copies.values().stream().map(ObjectInfo::key).toList();
  }

  private ObjectKey targetOf(ObjectKey original) {
    return ObjectKey.of(to + original.value().substring(from.length()));
  }

  private void begin(ObjectInfo object) throws StoreException, InterruptedException {
    if (underWay.size() >= atATime) {
      await(underWay.remove());
    }
    ObjectKey key = targetOf(object.key());
    if (key.byteLength() > ObjectKey.MAX_BYTES) {
      throw new StoreException(
          new StoreError.BadRequest(
              new StoreError.Detail("rename of " + from, "too long: " + key, Optional.empty()),
              400,
              "KeyTooLongError"));
    }
    underWay.add(new Copy(object.key(), store.copy(CopySource.of(object), key)));
  }

  private void await(Copy copy) throws StoreException, InterruptedException {
    try {
      copies.put(copy.original(), Await.result(copy.result()));
    } catch (StoreException e) {
      switch (e.error()) {
        // An object that others have removed meanwhile need not be moved.
        case StoreError.NotFound _ -> {}
        // One that others have overwritten is moved as it is now.
        case StoreError.PreconditionFailed _ -> copyWhateverIsThere(copy);
        default -> throw e;
      }
    }
  }

  private void copyWhateverIsThere(Copy copy) throws StoreException, InterruptedException {
    ObjectKey key = targetOf(copy.original());
    CopySource source = new CopySource(copy.original(), Optional.empty());
    copies.put(copy.original(), Await.result(store.copy(source, key)));
  }

  private void awaitRest() throws InterruptedException {
    for (Copy copy : underWay) {
      try {
        copies.put(copy.original(), Await.result(copy.result()));
      } catch (StoreException e) {
        LOG.debug("After a first failure: {}", e.getMessage());
      }
    }
  }
}
