package io.tpmount.s3;

import io.tpmount.vfs.store.Body;
import io.tpmount.vfs.store.BodySink;
import io.tpmount.vfs.store.CopySource;
import io.tpmount.vfs.store.GetRequest;
import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.PutOptions;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteRange;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One S3 bucket, or one prefix of it.
 *
 * <p>Every call runs as straight-line code on a virtual thread of its own, which waits for the
 * clients' asynchronous answers; futures are only the border.
 */
public final class S3ObjectStore implements ObjectStore {
  private final Clients clients;
  private final S3Bucket bucket;
  private final long largestGet;
  private final Calls calls = new Calls();
  private final Conditions conditions;
  private final Heads heads;
  private final Listings listings;
  private final Uploads uploads;
  private final Pending pending;
  private final Copies copies;
  private final LargeCopy largeCopy;
  private final Deletes deletes;

  private S3ObjectStore(S3Config config, CopyLimits copyLimits) {
    this.clients = Clients.create(config);
    Requests requests = new Requests(config.limits(), config.retries(), config.observer());
    this.bucket =
        new S3Bucket(
            clients.reader(),
            clients.client(),
            config.bucket(),
            new KeySpace(config.prefix()),
            requests);
    this.largestGet = config.limits().largestGet().bytes();
    this.heads = new Heads(bucket);
    this.conditions = new Conditions(heads);
    this.listings = new Listings(bucket);
    this.uploads =
        new Uploads(bucket, heads, command -> Thread.ofVirtual().name("s3-body").start(command));
    this.pending = new Pending(bucket);
    this.copies = new Copies(bucket, conditions);
    this.largeCopy = new LargeCopy(calls, heads, copies, uploads, pending, copyLimits);
    this.deletes = new Deletes(bucket, calls);
  }

  /** Opens a store. Makes no request; a wrong address or key shows with the first call. */
  public static S3ObjectStore create(S3Config config) {
    return create(config, CopyLimits.DEFAULT);
  }

  static S3ObjectStore create(S3Config config, CopyLimits copyLimits) {
    return new S3ObjectStore(config, copyLimits);
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    return calls.start("list", call -> listings.page(request));
  }

  @Override
  public CompletableFuture<ObjectInfo> head(ObjectKey key) {
    return calls.start("head", call -> heads.info(key));
  }

  @Override
  public CompletableFuture<ObjectInfo> get(GetRequest request, BodySink sink) {
    return calls.start(
        "get", call -> new RangedGet(bucket, conditions, largestGet, request, sink, call).run());
  }

  @Override
  public CompletableFuture<ObjectInfo> put(ObjectKey key, Body body, PutOptions options) {
    return calls.start("put", call -> uploads.put(key, body, options));
  }

  @Override
  public CompletableFuture<UploadId> createUpload(ObjectKey key, PutOptions options) {
    return calls.start("createUpload", call -> uploads.create(key, options));
  }

  @Override
  public CompletableFuture<PartTag> uploadPart(UploadId upload, int number, Body body) {
    return calls.start("uploadPart", call -> uploads.part(upload, number, body));
  }

  @Override
  public CompletableFuture<PartTag> copyPart(
      UploadId upload, int number, CopySource source, ByteRange range) {
    return calls.start("copyPart", call -> copies.part(upload, number, source, range));
  }

  @Override
  public CompletableFuture<ObjectInfo> completeUpload(
      UploadId upload, List<PartTag> parts, PutOptions options) {
    return calls.start("completeUpload", call -> uploads.complete(upload, parts, options));
  }

  @Override
  public CompletableFuture<Void> abortUpload(UploadId upload) {
    return calls.start(
        "abortUpload",
        call -> {
          pending.abort(upload);
          return null;
        });
  }

  @Override
  public CompletableFuture<List<PartTag>> listParts(UploadId upload) {
    return calls.start("listParts", call -> pending.parts(upload));
  }

  @Override
  public CompletableFuture<List<UploadId>> listUploads(String prefix) {
    return calls.start("listUploads", call -> pending.uploads(prefix));
  }

  @Override
  public CompletableFuture<ObjectInfo> copy(CopySource source, ObjectKey target) {
    return calls.start("copy", call -> largeCopy.copy(source, target));
  }

  @Override
  public CompletableFuture<Void> delete(ObjectKey key) {
    return calls.start(
        "delete",
        call -> {
          deletes.one(key);
          return null;
        });
  }

  @Override
  public CompletableFuture<Void> deleteAll(List<ObjectKey> keys) {
    return calls.start(
        "deleteAll",
        call -> {
          deletes.all(keys);
          return null;
        });
  }

  @Override
  public void close() {
    calls.close();
    clients.close();
  }
}
