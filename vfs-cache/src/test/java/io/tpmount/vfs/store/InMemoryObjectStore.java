package io.tpmount.vfs.store;

import io.tpmount.vfs.store.PutOptions.Condition;
import io.tpmount.vfs.store.StoreError.Detail;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A complete store in memory: what the engine is tested and measured on, and the contract's own
 * reference. Bytes are copied in and handed out read-only, so that nobody can change an object.
 *
 * <p>Every call runs on a virtual thread, or on the executor given ({@code Runnable::run} makes a
 * store whose futures are done when the call returns).
 */
public final class InMemoryObjectStore implements ObjectStore {
  private final ConcurrentSkipListMap<String, StoredObject> objects =
      new ConcurrentSkipListMap<>(ObjectKey.LIST_ORDER);
  private final InMemoryUploads uploads = new InMemoryUploads();
  private final AtomicLong versions = new AtomicLong();
  private final InstantSource clock;
  private final Executor executor;
  private volatile int pageSize = ListRequest.MAX_KEYS;
  private volatile long minPartSize = PartTag.MIN_SIZE;
  private volatile boolean closed;

  @FunctionalInterface
  private interface Call<T> {
    T run(CompletableFuture<T> result) throws StoreException;
  }

  public InMemoryObjectStore() {
    this(InstantSource.system(), Thread::startVirtualThread);
  }

  public InMemoryObjectStore(InstantSource clock, Executor executor) {
    this.clock = clock;
    this.executor = executor;
  }

  /** Cuts listings into pages of at most so many entries. */
  public InMemoryObjectStore withPageSize(int entries) {
    pageSize = entries;
    return this;
  }

  /** The least size of every part but the last, in bytes; S3's unless set. */
  public InMemoryObjectStore withMinPartSize(long bytes) {
    minPartSize = bytes;
    return this;
  }

  /** Puts an object at once, as another client would. */
  public ObjectInfo write(String key, byte[] bytes) {
    return write(key, bytes, PutOptions.NONE);
  }

  public ObjectInfo write(String key, byte[] bytes, PutOptions options) {
    try {
      return store("write", ObjectKey.of(key), read("write", Body.of(bytes)), options);
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Deletes an object at once, as another client would. */
  public void remove(String key) {
    objects.remove(key);
  }

  /** The whole content of an object; empty when absent. */
  public Optional<byte[]> bytes(String key) {
    return Optional.ofNullable(objects.get(key)).map(stored -> stored.bytes().toArray());
  }

  /** Every key, in order. */
  public List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    return async(
        "list " + request.prefix(), result -> InMemoryListing.page(objects, request, pageSize));
  }

  @Override
  public CompletableFuture<ObjectInfo> head(ObjectKey key) {
    return async("head " + key, result -> find("head", key).info());
  }

  @Override
  public CompletableFuture<ObjectInfo> get(GetRequest request, BodySink sink) {
    return async("get " + request.key(), result -> serve(request, sink, result));
  }

  private ObjectInfo serve(GetRequest request, BodySink sink, CompletableFuture<?> result)
      throws StoreException {
    StoredObject stored = find("get", request.key(), request.version());
    Detail detail = detail("get " + request.key(), "range " + request.range());
    if (request.range().end() > stored.bytes().length()) {
      throw new StoreException(new StoreError.BadRequest(detail, 416, "InvalidRange"));
    }
    long position = request.range().offset();
    for (ByteBuffer piece : stored.bytes().pieces(request.range())) {
      if (result.isDone()) {
        return stored.info();
      }
      int count = piece.remaining();
      deliver(sink, position, piece, detail);
      position += count;
    }
    return stored.info();
  }

  private static void deliver(BodySink sink, long position, ByteBuffer piece, Detail detail)
      throws StoreException {
    try {
      sink.accept(position, piece);
    } catch (IOException e) {
      throw new StoreException(new StoreError.SinkFailed(withMessage(detail, e)));
    }
  }

  @Override
  public CompletableFuture<ObjectInfo> put(ObjectKey key, Body body, PutOptions options) {
    return async("put " + key, result -> store("put", key, read("put " + key, body), options));
  }

  @Override
  public CompletableFuture<UploadId> createUpload(ObjectKey key, PutOptions options) {
    return async("createUpload " + key, result -> uploads.create(key, options));
  }

  @Override
  public CompletableFuture<PartTag> uploadPart(UploadId upload, int number, Body body) {
    String operation = "uploadPart " + upload.key();
    return async(
        operation, result -> uploads.add(upload, number, nextEtag(), read(operation, body)));
  }

  @Override
  public CompletableFuture<PartTag> copyPart(
      UploadId upload, int number, CopySource source, ByteRange range) {
    String operation = "copyPart " + upload.key();
    return async(
        operation,
        result -> {
          StoredBytes bytes = find(operation, source.key(), source.version()).bytes();
          if (range.end() > bytes.length()) {
            throw new StoreException(
                new StoreError.BadRequest(
                    detail(operation, "range " + range), 416, "InvalidRange"));
          }
          return uploads.add(upload, number, nextEtag(), bytes.slice(range));
        });
  }

  @Override
  public CompletableFuture<ObjectInfo> completeUpload(
      UploadId upload, List<PartTag> parts, PutOptions options) {
    return async(
        "completeUpload " + upload.key(),
        result -> {
          StoredBytes bytes = uploads.assemble(upload, parts, minPartSize);
          PutOptions begun = uploads.options(upload);
          PutOptions made = new PutOptions(begun.mtime(), begun.contentType(), options.condition());
          ObjectInfo info = store("completeUpload", upload.key(), bytes, made);
          uploads.remove(upload);
          return info;
        });
  }

  @Override
  public CompletableFuture<Void> abortUpload(UploadId upload) {
    return async(
        "abortUpload " + upload.key(),
        result -> {
          uploads.remove(upload);
          return null;
        });
  }

  @Override
  public CompletableFuture<List<PartTag>> listParts(UploadId upload) {
    return async("listParts " + upload.key(), result -> uploads.parts(upload));
  }

  @Override
  public CompletableFuture<List<UploadId>> listUploads(String prefix) {
    return async("listUploads " + prefix, result -> uploads.under(prefix));
  }

  @Override
  public CompletableFuture<ObjectInfo> copy(CopySource source, ObjectKey target) {
    return async(
        "copy " + source.key(),
        result -> {
          StoredObject stored = find("copy", source.key(), source.version());
          PutOptions options =
              new PutOptions(stored.info().mtime(), Optional.empty(), new Condition.Always());
          return store("copy", target, stored.bytes(), options);
        });
  }

  @Override
  public CompletableFuture<Void> delete(ObjectKey key) {
    return deleteAll(List.of(key));
  }

  @Override
  public CompletableFuture<Void> deleteAll(List<ObjectKey> keys) {
    return async(
        "delete " + keys.size() + " keys",
        result -> {
          keys.forEach(key -> objects.remove(key.value()));
          return null;
        });
  }

  @Override
  public void close() {
    closed = true;
  }

  private <T> CompletableFuture<T> async(String operation, Call<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    if (closed) {
      result.completeExceptionally(
          new StoreException(new StoreError.Unavailable(detail(operation, "store closed"))));
      return result;
    }
    executor.execute(() -> run(call, result));
    return result;
  }

  private static <T> void run(Call<T> call, CompletableFuture<T> result) {
    if (result.isDone()) {
      return;
    }
    try {
      result.complete(call.run(result));
    } catch (StoreException e) {
      result.completeExceptionally(e);
    }
  }

  private StoredObject find(String operation, ObjectKey key) throws StoreException {
    StoredObject stored = objects.get(key.value());
    if (stored == null) {
      throw new StoreException(
          new StoreError.NotFound(detail(operation + " " + key, "no such key")));
    }
    return stored;
  }

  private StoredObject find(String operation, ObjectKey key, Optional<ETag> version)
      throws StoreException {
    StoredObject stored = find(operation, key);
    if (version.isPresent() && !version.get().equals(stored.info().etag())) {
      throw failedCondition(operation, key);
    }
    return stored;
  }

  private ObjectInfo store(String operation, ObjectKey key, StoredBytes bytes, PutOptions options)
      throws StoreException {
    if (key.byteLength() > ObjectKey.MAX_BYTES) {
      throw new StoreException(
          new StoreError.BadRequest(
              detail(operation + " " + key, "key too long"), 400, "KeyTooLongError"));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    ObjectInfo info = new ObjectInfo(key, nextEtag(), bytes.length(), now, options.mtime());
    StoredObject made = new StoredObject(info, bytes);
    StoredObject after =
        objects.compute(
            key.value(), (name, before) -> holds(options.condition(), before) ? made : before);
    if (after == null || !after.info().etag().equals(info.etag())) {
      throw failedCondition(operation, key);
    }
    return info;
  }

  private static boolean holds(Condition condition, StoredObject before) {
    return switch (condition) {
      case Condition.Always _ -> true;
      case Condition.Absent _ -> before == null;
      case Condition.Is is -> before != null && before.info().etag().equals(is.etag());
    };
  }

  private ETag nextEtag() {
    return new ETag("v" + versions.incrementAndGet());
  }

  private static StoredBytes read(String operation, Body body) throws StoreException {
    try {
      return StoredBytes.readFrom(body);
    } catch (IOException e) {
      throw new StoreException(
          new StoreError.SourceFailed(detail(operation, String.valueOf(e.getMessage()))));
    }
  }

  private static StoreException failedCondition(String operation, ObjectKey key) {
    return new StoreException(
        new StoreError.PreconditionFailed(detail(operation + " " + key, "another version")));
  }

  private static Detail detail(String operation, String message) {
    return new Detail(operation, message, Optional.empty());
  }

  private static Detail withMessage(Detail detail, IOException e) {
    return new Detail(detail.operation(), String.valueOf(e.getMessage()), Optional.empty());
  }
}
