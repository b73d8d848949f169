package io.tpmount.vfs.store;

import static io.tpmount.vfs.store.StoreCalls.answerOf;
import static io.tpmount.vfs.store.StoreCalls.errorOf;
import static io.tpmount.vfs.store.StoreCalls.keys;
import static io.tpmount.vfs.store.StoreCalls.noise;
import static io.tpmount.vfs.store.StoreCalls.put;
import static io.tpmount.vfs.store.StoreCalls.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Server-side copy and the two deletes. */
interface CopyDeleteContract extends ContractSubject {
  @Test
  default void copy_present_hasTheBytesAndMetadata() {
    Instant mtime = Instant.parse("2022-03-04T05:06:07.5Z");
    ObjectKey source = ObjectKey.of("a");
    answerOf(store().put(source, Body.of(noise(4321, 60)), PutOptions.withMtime(mtime)));
    ObjectInfo made =
        answerOf(store().copy(new CopySource(source, Optional.empty()), ObjectKey.of("d/b")));
    assertThat(made.key()).isEqualTo(ObjectKey.of("d/b"));
    assertThat(made.size()).isEqualTo(4321);
    ObjectInfo head = answerOf(store().head(ObjectKey.of("d/b")));
    assertThat(head.etag()).isEqualTo(made.etag());
    assertThat(head.mtime()).contains(mtime);
    assertThat(read(store(), "d/b")).isEqualTo(noise(4321, 60));
    assertThat(read(store(), "a")).isEqualTo(noise(4321, 60));
  }

  @Test
  default void copy_ontoAnObject_replacesIt() {
    put(store(), "a", noise(10, 61));
    put(store(), "b", noise(20, 62));
    CopySource source = new CopySource(ObjectKey.of("a"), Optional.empty());
    answerOf(store().copy(source, ObjectKey.of("b")));
    assertThat(read(store(), "b")).isEqualTo(noise(10, 61));
  }

  @Test
  default void copy_absent_isNotFound() {
    CopySource source = new CopySource(ObjectKey.of("none"), Optional.empty());
    assertThat(errorOf(store().copy(source, ObjectKey.of("b"))))
        .isInstanceOf(StoreError.NotFound.class);
  }

  @Test
  default void copy_oddKey_isFound() {
    String odd = "dir with space/a+b%20c?d#e&f=g.txt";
    assumeTrue(keepsKey(odd));
    put(store(), odd, noise(10, 63));
    answerOf(store().copy(new CopySource(ObjectKey.of(odd), Optional.empty()), ObjectKey.of("b")));
    assertThat(read(store(), "b")).isEqualTo(noise(10, 63));
  }

  @Test
  default void copy_askedVersion_isCopied() {
    ObjectInfo made = put(store(), "a", noise(10, 64));
    CopySource source = new CopySource(made.key(), Optional.of(made.etag()));
    answerOf(store().copy(source, ObjectKey.of("b")));
    assertThat(read(store(), "b")).isEqualTo(noise(10, 64));
  }

  @Test
  default void copy_otherVersion_isPreconditionFailedAndMakesNothing() {
    assumeTrue(checksConditionsOnCopy());
    ObjectInfo old = put(store(), "a", noise(10, 65));
    put(store(), "a", noise(10, 66));
    CopySource source = new CopySource(old.key(), Optional.of(old.etag()));
    assertThat(errorOf(store().copy(source, ObjectKey.of("b"))))
        .isInstanceOf(StoreError.PreconditionFailed.class);
    assertThat(keys(store(), "")).containsExactly("a");
  }

  @Test
  default void delete_present_isGone() {
    put(store(), "a", noise(10, 67));
    answerOf(store().delete(ObjectKey.of("a")));
    assertThat(errorOf(store().head(ObjectKey.of("a")))).isInstanceOf(StoreError.NotFound.class);
    assertThat(keys(store(), "")).isEmpty();
  }

  @Test
  default void delete_absent_succeeds() {
    answerOf(store().delete(ObjectKey.of("none")));
  }

  @Test
  default void deleteAll_none_succeeds() {
    answerOf(store().deleteAll(List.of()));
  }

  @Test
  default void deleteAll_moreThanOneRequestHolds_deletesAllAndOnlyThese() {
    List<ObjectKey> victims = new ArrayList<>();
    for (int i = 0; i < 1005; i++) {
      victims.add(ObjectKey.of("d/" + i));
    }
    put(store(), "d/0", noise(1, 68));
    put(store(), "d/1004", noise(1, 69));
    put(store(), "d/x", noise(1, 70));
    answerOf(store().deleteAll(victims));
    assertThat(keys(store(), "")).containsExactly("d/x");
  }

  @Test
  default void deleteAll_oddKeys_areUnderstood() {
    List<String> odd =
        List.of("a b", "a+b", "a&amp;b", "<a>", "ü/é", "😀").stream()
            .filter(this::keepsKey)
            .toList();
    odd.forEach(key -> put(store(), key, noise(1, 71)));
    answerOf(store().deleteAll(odd.stream().map(ObjectKey::of).toList()));
    assertThat(keys(store(), "")).isEmpty();
  }
}
