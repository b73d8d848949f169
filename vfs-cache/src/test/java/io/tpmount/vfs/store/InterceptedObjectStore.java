package io.tpmount.vfs.store;

import io.tpmount.vfs.store.StoreCall.Operation;
import io.tpmount.vfs.unit.ByteRange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A store that hands every call, named, to its subclass before the store behind it. */
abstract class InterceptedObjectStore implements ObjectStore {
  final ObjectStore behind;

  InterceptedObjectStore(ObjectStore behind) {
    this.behind = behind;
  }

  /** Makes the call by {@code proceed}, or doesn't. */
  abstract <T> CompletableFuture<T> around(StoreCall call, Supplier<CompletableFuture<T>> proceed);

  private <T> CompletableFuture<T> around(
      Operation operation, Object key, Supplier<CompletableFuture<T>> proceed) {
    return around(StoreCall.of(operation, key.toString()), proceed);
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    return around(Operation.LIST, request.prefix(), () -> behind.list(request));
  }

  @Override
  public CompletableFuture<ObjectInfo> head(ObjectKey key) {
    return around(Operation.HEAD, key, () -> behind.head(key));
  }

  @Override
  public CompletableFuture<ObjectInfo> get(GetRequest request, BodySink sink) {
    return around(StoreCall.of(request), () -> behind.get(request, sink));
  }

  @Override
  public CompletableFuture<ObjectInfo> put(ObjectKey key, Body body, PutOptions options) {
    return around(Operation.PUT, key, () -> behind.put(key, body, options));
  }

  @Override
  public CompletableFuture<UploadId> createUpload(ObjectKey key, PutOptions options) {
    return around(Operation.CREATE_UPLOAD, key, () -> behind.createUpload(key, options));
  }

  @Override
  public CompletableFuture<PartTag> uploadPart(UploadId upload, int number, Body body) {
    return around(
        Operation.UPLOAD_PART, upload.key(), () -> behind.uploadPart(upload, number, body));
  }

  @Override
  public CompletableFuture<PartTag> copyPart(
      UploadId upload, int number, CopySource source, ByteRange range) {
    StoreCall call = new StoreCall(Operation.COPY_PART, upload.key().value(), Optional.of(range));
    return around(call, () -> behind.copyPart(upload, number, source, range));
  }

  @Override
  public CompletableFuture<ObjectInfo> completeUpload(
      UploadId upload, List<PartTag> parts, PutOptions options) {
    return around(
        Operation.COMPLETE_UPLOAD,
        upload.key(),
        () -> behind.completeUpload(upload, parts, options));
  }

  @Override
  public CompletableFuture<Void> abortUpload(UploadId upload) {
    return around(Operation.ABORT_UPLOAD, upload.key(), () -> behind.abortUpload(upload));
  }

  @Override
  public CompletableFuture<List<PartTag>> listParts(UploadId upload) {
    return around(Operation.LIST_PARTS, upload.key(), () -> behind.listParts(upload));
  }

  @Override
  public CompletableFuture<List<UploadId>> listUploads(String prefix) {
    return around(Operation.LIST_UPLOADS, prefix, () -> behind.listUploads(prefix));
  }

  @Override
  public CompletableFuture<ObjectInfo> copy(CopySource source, ObjectKey target) {
    return around(Operation.COPY, target, () -> behind.copy(source, target));
  }

  @Override
  public CompletableFuture<Void> delete(ObjectKey key) {
    return around(Operation.DELETE, key, () -> behind.delete(key));
  }

  @Override
  public CompletableFuture<Void> deleteAll(List<ObjectKey> keys) {
    return around(Operation.DELETE_ALL, keys.size(), () -> behind.deleteAll(keys));
  }

  @Override
  public void close() {
    behind.close();
  }
}
