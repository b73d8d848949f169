package io.tpmount.s3;

import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Turns the answer to a listing into a page, or finds it wrong. What any well-formed XML would be
 * read as is an empty listing, so the marks of a real one are demanded.
 *
 * @param operation for an error's words
 * @param keys which keys may appear
 * @param request what was asked
 */
record ListAnswer(String operation, KeySpace keys, ListRequest request) {
  /** More than any store's page, though some go past the number asked for. */
  private static final int MAX_ENTRIES = 10 * ListRequest.MAX_KEYS;

  ListPage page(ListObjectsV2Response answer) throws StoreException {
    boolean truncated = Answers.present(operation, "IsTruncated", answer.isTruncated());
    if (answer.contents().size() + answer.commonPrefixes().size() > MAX_ENTRIES) {
      throw bad("page of more than " + MAX_ENTRIES + " entries");
    }
    List<ObjectInfo> objects = objects(answer.contents());
    List<String> prefixes = prefixes(answer.commonPrefixes());
    return new ListPage(objects, prefixes, truncated ? next(answer) : Optional.empty());
  }

  private Optional<String> next(ListObjectsV2Response answer) throws StoreException {
    String token = answer.nextContinuationToken();
    if (token == null || token.isEmpty()) {
      throw bad("truncated listing without token");
    }
    if (request.continuation().equals(Optional.of(token))) {
      throw bad("listing whose next page is itself");
    }
    return Optional.of(token);
  }

  private List<ObjectInfo> objects(List<S3Object> contents) throws StoreException {
    List<ObjectInfo> objects = new ArrayList<>(contents.size());
    for (S3Object content : contents) {
      ObjectKey key = ObjectKey.of(relative(content.key()));
      // A marker of the mounted prefix itself has no name below it.
      if (!key.value().isEmpty()) {
        objects.add(object(key, content));
      }
    }
    objects.sort(Comparator.comparing(ObjectInfo::key));
    return objects;
  }

  private ObjectInfo object(ObjectKey key, S3Object content) throws StoreException {
    long size = Answers.present(operation, "Size", content.size());
    if (size < 0) {
      throw bad("negative size of " + key);
    }
    return new ObjectInfo(
        key,
        Answers.etag(operation, content.eTag()),
        size,
        Answers.present(operation, "LastModified", content.lastModified()),
        Optional.empty());
  }

  private List<String> prefixes(List<CommonPrefix> common) throws StoreException {
    List<String> prefixes = new ArrayList<>(common.size());
    for (CommonPrefix prefix : common) {
      String relative = relative(prefix.prefix());
      if (!relative.endsWith("/")) {
        throw bad("common prefix without / at its end");
      }
      prefixes.add(relative);
    }
    prefixes.sort(ObjectKey.LIST_ORDER);
    return prefixes;
  }

  private String relative(String inBucket) throws StoreException {
    String asked = keys.inBucket(request.prefix());
    if (inBucket == null || !inBucket.startsWith(asked)) {
      throw bad("key outside of what was asked for");
    }
    return inBucket.substring(keys.prefix().length());
  }

  private StoreException bad(String words) {
    return S3Errors.badAnswer(operation, words);
  }
}
