package io.tpmount.vfs.store;

import static io.tpmount.vfs.store.StoreCalls.answerOf;
import static io.tpmount.vfs.store.StoreCalls.errorOf;
import static io.tpmount.vfs.store.StoreCalls.keys;
import static io.tpmount.vfs.store.StoreCalls.noise;
import static io.tpmount.vfs.store.StoreCalls.put;
import static io.tpmount.vfs.store.StoreCalls.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.primitives.Bytes;
import io.tpmount.vfs.store.PutOptions.Condition;
import io.tpmount.vfs.unit.ByteRange;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Multipart uploads. */
interface MultipartContract extends ContractSubject {
  int PART = (int) PartTag.MIN_SIZE;

  @Test
  default void upload_ofParts_isInvisibleUntilCompletedAndThenWhole() {
    ObjectKey key = ObjectKey.of("dir/big");
    UploadId upload = answerOf(store().createUpload(key, PutOptions.NONE));
    PartTag second = part(upload, 2, noise(1000, 41));
    PartTag first = part(upload, 1, noise(PART, 40));
    assertThat(keys(store(), "")).isEmpty();
    ObjectInfo made =
        answerOf(store().completeUpload(upload, List.of(first, second), PutOptions.NONE));
    assertThat(made.key()).isEqualTo(key);
    assertThat(made.size()).isEqualTo(PART + 1000);
    assertThat(answerOf(store().head(key)).etag()).isEqualTo(made.etag());
    assertThat(read(store(), "dir/big")).isEqualTo(Bytes.concat(noise(PART, 40), noise(1000, 41)));
  }

  @Test
  default void upload_mtime_isStored() {
    Instant mtime = Instant.parse("2023-01-02T03:04:05.678Z");
    PutOptions options = PutOptions.withMtime(mtime);
    UploadId upload = answerOf(store().createUpload(ObjectKey.of("a"), options));
    PartTag only = part(upload, 1, noise(10, 42));
    answerOf(store().completeUpload(upload, List.of(only), options));
    assertThat(answerOf(store().head(ObjectKey.of("a"))).mtime()).contains(mtime);
  }

  @Test
  default void uploadPart_again_replacesThePart() {
    UploadId upload = answerOf(store().createUpload(ObjectKey.of("a"), PutOptions.NONE));
    part(upload, 1, noise(10, 43));
    PartTag newer = part(upload, 1, noise(20, 44));
    answerOf(store().completeUpload(upload, List.of(newer), PutOptions.NONE));
    assertThat(read(store(), "a")).isEqualTo(noise(20, 44));
  }

  @Test
  default void uploadPart_sourceThatFails_isSourceFailedAndNoPart() {
    UploadId upload = answerOf(store().createUpload(ObjectKey.of("a"), PutOptions.NONE));
    assertThat(errorOf(store().uploadPart(upload, 1, new FailingBody(200_000, 70_000))))
        .isInstanceOf(StoreError.SourceFailed.class);
    assertThat(answerOf(store().listParts(upload))).isEmpty();
    answerOf(store().abortUpload(upload));
  }

  @Test
  default void listParts_outOfOrder_tellsThemInOrder() {
    UploadId upload = answerOf(store().createUpload(ObjectKey.of("a"), PutOptions.NONE));
    PartTag third = part(upload, 3, noise(30, 45));
    PartTag first = part(upload, 1, noise(PART, 46));
    assertThat(answerOf(store().listParts(upload))).containsExactly(first, third);
    answerOf(store().abortUpload(upload));
  }

  @Test
  default void abortUpload_freesItAndTwiceSucceeds() {
    UploadId upload = answerOf(store().createUpload(ObjectKey.of("a"), PutOptions.NONE));
    part(upload, 1, noise(10, 47));
    answerOf(store().abortUpload(upload));
    answerOf(store().abortUpload(upload));
    assertThat(keys(store(), "")).isEmpty();
    assumeTrue(knowsItsUploads());
    assertThat(errorOf(store().listParts(upload))).isInstanceOf(StoreError.NotFound.class);
  }

  @Test
  default void completeUpload_aborted_isNotFound() {
    assumeTrue(knowsItsUploads());
    UploadId upload = answerOf(store().createUpload(ObjectKey.of("a"), PutOptions.NONE));
    PartTag only = part(upload, 1, noise(10, 48));
    answerOf(store().abortUpload(upload));
    assertThat(errorOf(store().completeUpload(upload, List.of(only), PutOptions.NONE)))
        .isInstanceOf(StoreError.NotFound.class);
  }

  @Test
  default void completeUpload_unknownPart_isRefused() {
    UploadId upload = answerOf(store().createUpload(ObjectKey.of("a"), PutOptions.NONE));
    PartTag first = part(upload, 1, noise(PART, 49));
    PartTag never = new PartTag(2, new ETag("0123456789abcdef0123456789abcdef"), 10);
    assertThat(errorOf(store().completeUpload(upload, List.of(first, never), PutOptions.NONE)))
        .isInstanceOf(StoreError.BadRequest.class);
    assertThat(keys(store(), "")).isEmpty();
    answerOf(store().abortUpload(upload));
  }

  @Test
  default void completeUpload_smallPartBeforeTheLast_isRefused() {
    assumeTrue(checksPartSize());
    UploadId upload = answerOf(store().createUpload(ObjectKey.of("a"), PutOptions.NONE));
    List<PartTag> parts = List.of(part(upload, 1, noise(10, 50)), part(upload, 2, noise(10, 51)));
    assertThat(errorOf(store().completeUpload(upload, parts, PutOptions.NONE)))
        .isInstanceOf(StoreError.BadRequest.class);
    answerOf(store().abortUpload(upload));
  }

  @Test
  default void completeUpload_absentConditionOnPresentKey_changesNothing() {
    assumeTrue(checksConditionsOnComplete());
    PutOptions create = new PutOptions(Optional.empty(), Optional.empty(), new Condition.Absent());
    UploadId upload = answerOf(store().createUpload(ObjectKey.of("a"), create));
    PartTag only = part(upload, 1, noise(10, 52));
    put(store(), "a", noise(5, 53));
    assertThat(errorOf(store().completeUpload(upload, List.of(only), create)))
        .isInstanceOf(StoreError.PreconditionFailed.class);
    assertThat(read(store(), "a")).isEqualTo(noise(5, 53));
    answerOf(store().abortUpload(upload));
  }

  @Test
  default void completeUpload_versionCondition_replacesThatVersion() {
    assumeTrue(checksConditionsOnComplete());
    ObjectInfo old = put(store(), "a", noise(5, 54));
    PutOptions over =
        new PutOptions(Optional.empty(), Optional.empty(), new Condition.Is(old.etag()));
    UploadId upload = answerOf(store().createUpload(ObjectKey.of("a"), over));
    PartTag only = part(upload, 1, noise(10, 55));
    answerOf(store().completeUpload(upload, List.of(only), over));
    assertThat(read(store(), "a")).isEqualTo(noise(10, 55));
  }

  @Test
  default void listUploads_tellsUnfinishedOnesOfAPrefix() {
    assumeTrue(listsUploads());
    UploadId inside = answerOf(store().createUpload(ObjectKey.of("d/a"), PutOptions.NONE));
    UploadId outside = answerOf(store().createUpload(ObjectKey.of("e/a"), PutOptions.NONE));
    assertThat(answerOf(store().listUploads("d/"))).containsExactly(inside);
    assertThat(answerOf(store().listUploads(""))).containsExactlyInAnyOrder(inside, outside);
    answerOf(store().abortUpload(inside));
    answerOf(store().abortUpload(outside));
    assertThat(answerOf(store().listUploads(""))).isEmpty();
  }

  @Test
  default void copyPart_takesARangeOfAnObject() {
    byte[] bytes = noise(PART + 5000, 56);
    ObjectInfo source = put(store(), "source", bytes);
    UploadId upload = answerOf(store().createUpload(ObjectKey.of("made"), PutOptions.NONE));
    CopySource from = new CopySource(source.key(), Optional.of(source.etag()));
    PartTag head = answerOf(store().copyPart(upload, 1, from, new ByteRange(1000, PART)));
    PartTag tail = part(upload, 2, noise(77, 57));
    answerOf(store().completeUpload(upload, List.of(head, tail), PutOptions.NONE));
    assertThat(read(store(), "made"))
        .isEqualTo(Bytes.concat(Arrays.copyOfRange(bytes, 1000, 1000 + PART), noise(77, 57)));
  }

  @Test
  default void copyPart_otherVersion_isPreconditionFailed() {
    assumeTrue(checksConditionsOnCopy());
    ObjectInfo old = put(store(), "source", noise(100, 58));
    put(store(), "source", noise(100, 59));
    UploadId upload = answerOf(store().createUpload(ObjectKey.of("made"), PutOptions.NONE));
    CopySource from = new CopySource(old.key(), Optional.of(old.etag()));
    assertThat(errorOf(store().copyPart(upload, 1, from, new ByteRange(0, 100))))
        .isInstanceOf(StoreError.PreconditionFailed.class);
    answerOf(store().abortUpload(upload));
  }

  private PartTag part(UploadId upload, int number, byte[] bytes) {
    PartTag tag = answerOf(store().uploadPart(upload, number, Body.of(bytes)));
    assertThat(tag.number()).isEqualTo(number);
    assertThat(tag.size()).isEqualTo(bytes.length);
    return tag;
  }
}
