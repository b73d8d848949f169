package io.tpmount.vfs.store;

import io.tpmount.vfs.store.StoreError.Detail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The unfinished multipart uploads of an {@link InMemoryObjectStore}. */
final class InMemoryUploads {
  private final Map<UploadId, Upload> open = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();

  private record Part(PartTag tag, StoredBytes bytes) {}

  private record Upload(PutOptions options, ConcurrentSkipListMap<Integer, Part> parts) {}

  UploadId create(ObjectKey key, PutOptions options) {
    UploadId id = new UploadId(key, "upload-" + ids.incrementAndGet());
    open.put(id, new Upload(options, new ConcurrentSkipListMap<>()));
    return id;
  }

  PartTag add(UploadId id, int number, ETag etag, StoredBytes bytes) throws StoreException {
    PartTag tag = new PartTag(number, etag, bytes.length());
    find(id).parts().put(number, new Part(tag, bytes));
    return tag;
  }

  PutOptions options(UploadId id) throws StoreException {
    return find(id).options();
  }

  List<PartTag> parts(UploadId id) throws StoreException {
    return find(id).parts().values().stream().map(Part::tag).toList();
  }

  List<UploadId> under(String prefix) {
    return open.keySet().stream()
        .filter(id -> id.key().value().startsWith(prefix))
        .sorted(Comparator.comparing(UploadId::key).thenComparing(UploadId::value))
        .toList();
  }

  void remove(UploadId id) {
    open.remove(id);
  }

  StoredBytes assemble(UploadId id, List<PartTag> tags, long minPartSize) throws StoreException {
    Upload upload = find(id);
    if (tags.isEmpty()) {
      throw refused(id, "MalformedXML");
    }
    List<StoredBytes> bytes = new ArrayList<>();
    int before = 0;
    for (PartTag tag : tags) {
      if (tag.number() <= before) {
        throw refused(id, "InvalidPartOrder");
      }
      before = tag.number();
      Part part = upload.parts().get(tag.number());
      if (part == null || !part.tag().etag().equals(tag.etag())) {
        throw refused(id, "InvalidPart");
      }
      bytes.add(part.bytes());
    }
    if (bytes.subList(0, bytes.size() - 1).stream().anyMatch(b -> b.length() < minPartSize)) {
      throw refused(id, "EntityTooSmall");
    }
    return StoredBytes.concat(bytes);
  }

  private Upload find(UploadId id) throws StoreException {
    Upload upload = open.get(id);
    if (upload == null) {
      throw new StoreException(new StoreError.NotFound(detail(id, "no such upload")));
    }
    return upload;
  }

  private static StoreException refused(UploadId id, String code) {
    return new StoreException(new StoreError.BadRequest(detail(id, code), 400, code));
  }

  private static Detail detail(UploadId id, String message) {
    return new Detail("upload of " + id.key(), message, Optional.empty());
  }
}
