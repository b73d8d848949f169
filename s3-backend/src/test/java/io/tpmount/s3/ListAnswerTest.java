package io.tpmount.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.vfs.store.ListPage;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.time.Instant;
import java.util.Collections;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

final class ListAnswerTest {
  private static final ListAnswer FIRST = answer(ListRequest.oneLevel("d/"));

  @Test
  void page_keysAndPrefixes_areRelativeAndInOrder() throws StoreException {
    ListPage page =
        FIRST.page(
            ListObjectsV2Response.builder()
                .isTruncated(true)
                .nextContinuationToken("t")
                .contents(object("p/d/b").build(), object("p/d/a").build())
                .commonPrefixes(prefix("p/d/z/"), prefix("p/d/y/"))
                .build());
    assertThat(page.objects())
        .extracting(ObjectInfo::key)
        .containsExactly(ObjectKey.of("d/a"), ObjectKey.of("d/b"));
    assertThat(page.commonPrefixes()).containsExactly("d/y/", "d/z/");
    assertThat(page.next()).contains("t");
  }

  @Test
  void page_markerOfTheMountedPrefix_isLeftOut() throws StoreException {
    ListPage page =
        answer(ListRequest.oneLevel(""))
            .page(complete(b -> b.contents(object("p/").build(), object("p/a").build())));
    assertThat(page.objects()).extracting(ObjectInfo::key).containsExactly(ObjectKey.of("a"));
  }

  @Test
  void page_anyOtherXml_isABadAnswer() {
    refused(FIRST, ListObjectsV2Response.builder().build());
  }

  @Test
  void page_keyOutsideThePrefix_isABadAnswer() {
    refused(FIRST, complete(b -> b.contents(object("p/e/a").build())));
    refused(FIRST, complete(b -> b.contents(object(null).build())));
    refused(FIRST, complete(b -> b.commonPrefixes(prefix("q/"))));
    refused(FIRST, complete(b -> b.commonPrefixes(prefix("p/d/no-slash"))));
  }

  @Test
  void page_objectWithoutSizeVersionOrTime_isABadAnswer() {
    refused(FIRST, complete(b -> b.contents(object("p/d/a").size(null).build())));
    refused(FIRST, complete(b -> b.contents(object("p/d/a").size(-1L).build())));
    refused(FIRST, complete(b -> b.contents(object("p/d/a").eTag(null).build())));
    refused(FIRST, complete(b -> b.contents(object("p/d/a").lastModified(null).build())));
  }

  @Test
  void page_truncatedWithoutToken_isABadAnswer() {
    refused(FIRST, ListObjectsV2Response.builder().isTruncated(true).build());
  }

  @Test
  void page_tokenItWasAskedWith_isABadAnswer() {
    refused(
        answer(ListRequest.oneLevel("d/").after("t")),
        ListObjectsV2Response.builder().isTruncated(true).nextContinuationToken("t").build());
  }

  @Test
  void page_moreEntriesThanAnyStoreSends_isABadAnswer() {
    refused(FIRST, complete(b -> b.contents(Collections.nCopies(10_001, object("p/d/a").build()))));
  }

  private static ListAnswer answer(ListRequest request) {
    return new ListAnswer("ListObjectsV2 b/p/", new KeySpace("p/"), request);
  }

  private static void refused(ListAnswer answer, ListObjectsV2Response response) {
    assertThatThrownBy(() -> answer.page(response))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.error()).isInstanceOf(StoreError.BadAnswer.class));
  }

  private static ListObjectsV2Response complete(Consumer<ListObjectsV2Response.Builder> what) {
    return ListObjectsV2Response.builder().isTruncated(false).applyMutation(what).build();
  }

  private static S3Object.Builder object(String key) {
    return S3Object.builder().key(key).size(1L).eTag("\"e\"").lastModified(Instant.EPOCH);
  }

  private static CommonPrefix prefix(String prefix) {
    return CommonPrefix.builder().prefix(prefix).build();
  }
}
