package io.tpmount.vfs.store;

import io.tpmount.vfs.unit.ByteRange;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One bucket, or one prefix of it: every key is relative to that prefix.
 *
 * <p>All calls are asynchronous and safe to make concurrently. A returned future completes exactly
 * once, on a thread that may be used for short work but not for waiting. It fails with a {@link
 * StoreException}, never with anything else; {@code cancel} abandons the request, frees what it
 * holds and may or may not prevent its effect. Retries are made inside; the future's failure is
 * final.
 *
 * <p>Checksums are neither sent nor checked, and an ETag is opaque. Every answer is checked for its
 * form before any of it counts.
 */
public interface ObjectStore extends AutoCloseable {
  /** One page. A prefix without keys is an empty page, not a failure. */
  CompletableFuture<ListPage> list(ListRequest request);

  /** Fails with {@link StoreError.NotFound} when absent. */
  CompletableFuture<ObjectInfo> head(ObjectKey key);

  /**
   * Reads a range into {@code sink}. After a failure the sink may have received a correct head of
   * the range. Fails with {@link StoreError.PreconditionFailed} when the object is no longer of the
   * asked version: no byte of another version reaches the sink.
   *
   * @return what the answer told of the object
   */
  CompletableFuture<ObjectInfo> get(GetRequest request, BodySink sink);

  /** Makes the object in one request. Atomic: readers see the old or the new one. */
  CompletableFuture<ObjectInfo> put(ObjectKey key, Body body, PutOptions options);

  /**
   * Begins a multipart upload; invisible until completed. The options' condition is given to {@link
   * #completeUpload}.
   */
  CompletableFuture<UploadId> createUpload(ObjectKey key, PutOptions options);

  CompletableFuture<PartTag> uploadPart(UploadId upload, int number, Body body);

  /** Makes a part from a range of an existing object, without moving its bytes through here. */
  CompletableFuture<PartTag> copyPart(
      UploadId upload, int number, CopySource source, ByteRange range);

  /**
   * Makes the object of its parts, in order of their numbers. Atomic. {@code NotFound} when the
   * upload is unknown, which after a lost answer may mean that it was completed: compare with
   * {@link #head}.
   */
  CompletableFuture<ObjectInfo> completeUpload(
      UploadId upload, List<PartTag> parts, PutOptions options);

  /** Frees the parts. Succeeds when the upload is unknown. */
  CompletableFuture<Void> abortUpload(UploadId upload);

  /** The finished parts in order. {@code NotFound} when the upload is unknown. */
  CompletableFuture<List<PartTag>> listParts(UploadId upload);

  /** The unfinished uploads of keys with that prefix. */
  CompletableFuture<List<UploadId>> listUploads(String prefix);

  /** Server-side copy of any size, metadata included; above 5 GiB in parts. */
  CompletableFuture<ObjectInfo> copy(CopySource source, ObjectKey target);

  /** Succeeds when absent. */
  CompletableFuture<Void> delete(ObjectKey key);

  /**
   * Deletes any number of keys, a thousand a request. Fails with the first failure, the others
   * being deleted.
   */
  CompletableFuture<Void> deleteAll(List<ObjectKey> keys);

  /** Ends running requests and frees the client. Idempotent. */
  @Override
  void close();
}
