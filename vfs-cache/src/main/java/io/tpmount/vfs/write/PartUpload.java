package io.tpmount.vfs.write;

import io.tpmount.vfs.cache.CacheFile;
import io.tpmount.vfs.cache.UploadProgress;
import io.tpmount.vfs.store.Await;
import io.tpmount.vfs.store.CopySource;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try of a multipart upload. It goes on where an earlier try, or an earlier run, has stopped:
 * the file remembers the upload, the store says which parts it has.
 *
 * <p>Whoever gives an upload up says so to the file, which leaves it to be aborted; a store that is
 * away for a while is no reason to.
 */
final class PartUpload {
  private static final Logger LOG = LoggerFactory.getLogger(PartUpload.class);

  private final ObjectStore store;
  private final WriteOptions options;
  private final UploadMemory memory;
  private final UploadSweep sweep;
  private final Conflicts conflicts;
  private final WriteBack.Source source;
  private final UploadContent content;
  private final CacheFile file;
  private Copies copies;

  PartUpload(Uploader.Means means, WriteBack.Source source, UploadContent content) {
    this.store = means.store();
    this.options = means.options();
    this.memory = means.memory();
    this.sweep = means.sweep();
    this.conflicts = means.conflicts();
    this.source = source;
    this.content = content;
    this.file = content.file();
  }

  /** Whether parts that the store has already, as part of the version before, are copied there. */
  enum Copies {
    USED,
    AVOIDED
  }

  ObjectInfo run(Copies wanted) throws StoreException, IOException, InterruptedException {
    copies = wanted;
    Optional<UploadProgress> known = file.uploadProgress();
    content.requireUnchanged();
    if (known.isPresent()) {
      Optional<ObjectInfo> made = resume(known.get());
      if (made.isPresent()) {
        return made.get();
      }
    }
    return begin();
  }

  private ObjectInfo begin() throws StoreException, IOException, InterruptedException {
    ByteSize partSize = new ByteSize(PartSizes.of(content.size(), options.partSize().bytes()));
    UploadId upload = create();
    sweep.begin(upload);
    try {
      file.uploadStarted(upload, partSize, content.generation());
      return finish(upload, partSize.bytes(), new TreeMap<>());
    } finally {
      sweep.end(upload);
    }
  }

  /** Not cancelled with this thread: one whose name is not heard could not be aborted. */
  private UploadId create() throws StoreException, InterruptedException {
    CompletableFuture<UploadId> creating = store.createUpload(content.key(), content.options());
    try {
      return Await.shared(creating);
    } catch (InterruptedException e) {
      var _ = creating.thenCompose(store::abortUpload);
      throw e;
    }
  }

  /** Empty when the store does not know the upload, and has not made an object of it. */
  private Optional<ObjectInfo> resume(UploadProgress progress)
      throws StoreException, IOException, InterruptedException {
    UploadId upload = progress.upload();
    sweep.begin(upload);
    try {
      Map<Integer, PartTag> done = partsOf(progress);
      LOG.info("Going on with the upload of {}: {} parts are there", file.key(), done.size());
      return Optional.of(finish(upload, progress.partSize().bytes(), done));
    } catch (StoreException e) {
      if (!(e.error() instanceof StoreError.NotFound)) {
        throw e;
      }
      Optional<ObjectInfo> made = made();
      if (made.isEmpty()) {
        file.uploadAbandoned();
      }
      return made;
    } finally {
      sweep.end(upload);
    }
  }

  /** The parts that the store has whole; those of another size were not of this plan. */
  private Map<Integer, PartTag> partsOf(UploadProgress progress)
      throws StoreException, InterruptedException {
    long partSize = progress.partSize().bytes();
    Map<Integer, PartTag> done = new TreeMap<>();
    for (PartTag part : Await.result(store.listParts(progress.upload()))) {
      if (part.size() == lengthOf(part.number(), partSize)) {
        done.put(part.number(), part);
        content.sent().addAndGet(part.size());
      }
    }
    return done;
  }

  /**
   * The object, if it is this content already: an earlier run may have died between completing the
   * upload and hearing of it.
   */
  private Optional<ObjectInfo> made() throws StoreException, InterruptedException {
    return content.found(store).filter(content::isMadeAs);
  }

  private ObjectInfo finish(UploadId upload, long partSize, Map<Integer, PartTag> done)
      throws StoreException, IOException, InterruptedException {
    try {
      sendMissing(upload, partSize, done);
      // The last moment at which a torn object can be prevented.
      content.requireUnchanged();
      List<PartTag> parts = List.copyOf(done.values());
      return conflicts.make(content, how -> store.completeUpload(upload, parts, how));
    } catch (StoreException e) {
      if (isOver(e.error())) {
        file.uploadAbandoned();
      }
      throw e;
    }
  }

  /** Whether going on with the same upload would only fail again. */
  private static boolean isOver(StoreError error) {
    return switch (error) {
      case StoreError.SourceFailed _,
          StoreError.SinkFailed _,
          StoreError.BadRequest _,
          StoreError.PreconditionFailed _ ->
          true;
      // Not found: it may have been completed, which the next try finds out.
      case StoreError.NotFound _,
          StoreError.NoSuchBucket _,
          StoreError.AccessDenied _,
          StoreError.Throttled _,
          StoreError.Unavailable _,
          StoreError.BadAnswer _ ->
          false;
    };
  }

  private void sendMissing(UploadId upload, long partSize, Map<Integer, PartTag> done)
      throws StoreException, InterruptedException {
    Semaphore slots = new Semaphore(options.uploadConcurrency());
    AtomicBoolean failed = new AtomicBoolean();
    List<CompletableFuture<PartTag>> calls = new ArrayList<>();
    try {
      for (int number = 1; lengthOf(number, partSize) > 0; number++) {
        if (!done.containsKey(number)) {
          slots.acquire();
          if (failed.get()) {
            break;
          }
          CompletableFuture<PartTag> call = send(upload, number, partSize);
          calls.add(call);
          var _ =
              call.whenComplete(
                  (part, failure) -> {
                    failed.compareAndSet(false, failure != null);
                    note(upload, part);
                    slots.release();
                  });
        }
      }
      for (CompletableFuture<PartTag> call : calls) {
        PartTag part = Await.result(call);
        done.put(part.number(), part);
      }
    } finally {
      calls.forEach(call -> call.cancel(true));
    }
  }

  private CompletableFuture<PartTag> send(UploadId upload, int number, long partSize)
      throws StoreException, InterruptedException {
    ByteRange part = new ByteRange((number - 1) * partSize, lengthOf(number, partSize));
    Optional<ObjectInfo> there = copies == Copies.USED ? content.copyOf(part) : Optional.empty();
    if (there.isPresent()) {
      content.requireUnchanged();
      content.sent().addAndGet(part.length());
      return store.copyPart(upload, number, CopySource.of(there.get()), part);
    }
    source.fetch(part);
    return memory.send(content.body(part), body -> store.uploadPart(upload, number, body));
  }

  /** A failure costs that the part may be sent again. */
  private void note(UploadId upload, PartTag part) {
    if (part != null) {
      try {
        file.partUploaded(upload, part);
      } catch (IOException e) {
        LOG.warn("Part {} of {} is not noted: {}", part.number(), file.key(), e.toString());
      }
    }
  }

  private long lengthOf(int number, long partSize) {
    return Math.min(partSize, content.size() - (number - 1) * partSize);
  }
}
