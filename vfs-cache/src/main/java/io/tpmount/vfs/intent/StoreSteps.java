package io.tpmount.vfs.intent;

import io.tpmount.vfs.intent.Intent.Effect;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.Body;
import io.tpmount.vfs.store.CopySource;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The requests of one intent, in an order that can be stopped anywhere and begun again: what is
 * copied is deleted only when its copy exists and everyone reads from the copy.
 */
final class StoreSteps {
  /** What S3 consoles and rclone give a directory marker. */
  private static final String DIRECTORY_TYPE = "application/x-directory";

  private final ObjectStore store;
  private final int copiesAtATime;

  StoreSteps(ObjectStore store, int copiesAtATime) {
    this.store = store;
    this.copiesAtATime = copiesAtATime;
  }

  void carryOut(Pending one) throws StoreException, IOException, InterruptedException {
    Follower follower = one.follower();
    switch (one.intent().effect()) {
      case Effect.MakeDirectory(ObjectKey marker, Instant mtime) ->
          follower.made(Await.result(store.put(marker, Body.of(new byte[0]), directory(mtime))));
      case Effect.MakeLink(ObjectKey key, String target, Instant mtime) -> {
        Body body = Body.of(target.getBytes(StandardCharsets.UTF_8));
        follower.made(Await.result(store.put(key, body, PutOptions.withMtime(mtime))));
      }
      case Effect.Delete(List<ObjectKey> keys) -> {
        follower.beforeDelete(keys);
        delete(keys);
      }
      case Effect.Move move -> move(move, follower);
      case Effect.MoveTree(String from, String to) -> moveTree(from, to, follower);
    }
  }

  private static PutOptions directory(Instant mtime) {
    return new PutOptions(
        Optional.of(mtime), Optional.of(DIRECTORY_TYPE), new PutOptions.Condition.Always());
  }

  private void move(Effect.Move move, Follower follower)
      throws StoreException, IOException, InterruptedException {
    if (follower.mustCopy(move.to())) {
      Optional<ObjectInfo> copy = copy(move.from(), move.to(), follower.source());
      if (copy.isPresent()) {
        follower.copied(Map.of(move.from(), copy.get()));
      }
    }
    List<ObjectKey> gone = new ArrayList<>(move.replaced());
    gone.add(move.from());
    follower.beforeDelete(gone);
    delete(gone);
  }

  /**
   * The copy; empty when there is neither original nor copy, because others removed it.
   *
   * <p>An original that is gone may have been moved before this process was killed.
   */
  private Optional<ObjectInfo> copy(ObjectKey from, ObjectKey to, Optional<ObjectInfo> known)
      throws StoreException, InterruptedException {
    CopySource source =
        known
            .filter(version -> version.key().equals(from))
            .map(CopySource::of)
            .orElseGet(() -> new CopySource(from, Optional.empty()));
    try {
      return Optional.of(Await.result(store.copy(source, to)));
    } catch (StoreException e) {
      return switch (e.error()) {
        case StoreError.NotFound _ -> head(to);
        // Others have put another version there, which has the name by now.
        case StoreError.PreconditionFailed _ when source.version().isPresent() ->
            copy(from, to, Optional.empty());
        default -> throw e;
      };
    }
  }

  private Optional<ObjectInfo> head(ObjectKey key) throws StoreException, InterruptedException {
    try {
      return Optional.of(Await.result(store.head(key)));
    } catch (StoreException e) {
      if (e.error() instanceof StoreError.NotFound) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void moveTree(String from, String to, Follower follower)
      throws StoreException, IOException, InterruptedException {
    TreeCopy tree = new TreeCopy(store, copiesAtATime, from, to, follower.readFrom());
    Map<ObjectKey, ObjectInfo> copies;
    try {
      copies = tree.make();
    } catch (StoreException e) {
      if (isRefusal(e.error())) {
        delete(tree.made());
      }
      throw e;
    }
    follower.copied(copies);
    follower.beforeDelete(tree.originals());
    delete(tree.originals());
  }

  /** What no repetition heals. */
  static boolean isRefusal(StoreError error) {
    return error instanceof StoreError.AccessDenied || error instanceof StoreError.BadRequest;
  }

  void delete(List<ObjectKey> keys) throws StoreException, InterruptedException {
    switch (keys.size()) {
      case 0 -> {}
      case 1 -> Await.result(store.delete(keys.getFirst()));
      default -> Await.result(store.deleteAll(keys));
    }
  }
}
