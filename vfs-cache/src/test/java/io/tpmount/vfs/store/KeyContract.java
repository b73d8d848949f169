package io.tpmount.vfs.store;

import static io.tpmount.vfs.store.StoreCalls.answerOf;
import static io.tpmount.vfs.store.StoreCalls.errorOf;
import static io.tpmount.vfs.store.StoreCalls.keys;
import static io.tpmount.vfs.store.StoreCalls.noise;
import static io.tpmount.vfs.store.StoreCalls.put;
import static io.tpmount.vfs.store.StoreCalls.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that a careless client or server changes on the way. */
interface KeyContract extends ContractSubject {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space",
        " leading and trailing ",
        "plus+plus",
        "100%",
        "a%20b",
        "a%2Fb",
        "a%25b",
        "what?",
        "a?b=c&d=e",
        "hash#tag",
        "single'quote",
        "double\"quote",
        "back\\slash",
        "new\nline",
        "tab\tkey",
        "<xml>&amp;",
        "a;b:c,d=e@f$g!h*i(j)k[l]m{n}o|p^q`r~s",
        "emoji-😀",
        "nfc-\u00e9",
        "nfd-e\u0301",
        "日本語/ファイル",
        "a//b",
        "/leading",
        "a/./b",
        "a/../b",
        ".",
        "..",
        "trailing/",
        "double//"
      })
  default void key_odd_isKeptByteForByte(String key) {
    assumeTrue(keepsKey(key), "the server refuses or changes this key");
    byte[] bytes = noise(10, key.hashCode());
    put(store(), key, bytes);
    assertThat(answerOf(store().head(ObjectKey.of(key))).key()).isEqualTo(ObjectKey.of(key));
    assertThat(read(store(), key)).isEqualTo(bytes);
    assertThat(keys(store(), "")).containsExactly(key);
    answerOf(store().delete(ObjectKey.of(key)));
    assertThat(keys(store(), "")).isEmpty();
  }

  @Test
  default void key_oddPrefix_isListed() {
    String folder = "odd +&%/";
    assumeTrue(keepsKey(folder + "x"));
    put(store(), folder + "x", noise(1, 90));
    assertThat(answerOf(store().list(ListRequest.oneLevel(""))).commonPrefixes())
        .containsExactly(folder);
    assertThat(keys(store(), folder)).containsExactly(folder + "x");
  }

  @Test
  default void key_composedAndDecomposed_areTwoObjects() {
    assumeTrue(keepsKey("e\u0301"));
    put(store(), "\u00e9", noise(1, 91));
    put(store(), "e\u0301", noise(2, 92));
    assertThat(keys(store(), "")).containsExactly("e\u0301", "\u00e9");
    assertThat(read(store(), "\u00e9")).hasSize(1);
  }

  @Test
  default void key_caseDiffers_areTwoObjects() {
    put(store(), "File", noise(1, 93));
    put(store(), "file", noise(2, 94));
    assertThat(read(store(), "File")).hasSize(1);
    assertThat(read(store(), "file")).hasSize(2);
  }

  @Test
  default void key_besideItsOwnPrefix_bothExist() {
    assumeTrue(keepsFileBesidePrefix());
    put(store(), "a", noise(1, 95));
    put(store(), "a/b", noise(2, 96));
    ListPage root = answerOf(store().list(ListRequest.oneLevel("")));
    assertThat(root.objects()).extracting(ObjectInfo::key).containsExactly(ObjectKey.of("a"));
    assertThat(root.commonPrefixes()).containsExactly("a/");
    assertThat(read(store(), "a")).hasSize(1);
    assertThat(read(store(), "a/b")).hasSize(2);
  }

  @Test
  default void key_ofAPrefixOnly_isNotFound() {
    put(store(), "d/x", noise(1, 97));
    assertThat(errorOf(store().head(ObjectKey.of("d")))).isInstanceOf(StoreError.NotFound.class);
  }

  @Test
  default void key_tooLong_isRefusedAndNotRetried() {
    assumeTrue(refusesLongKeys());
    assertThat(
            errorOf(
                store()
                    .put(
                        ObjectKey.of("k".repeat(ObjectKey.MAX_BYTES + 1)),
                        Body.of(noise(1, 98)),
                        PutOptions.NONE)))
        .isInstanceOf(StoreError.BadRequest.class);
  }
}
