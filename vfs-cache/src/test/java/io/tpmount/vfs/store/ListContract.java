package io.tpmount.vfs.store;

import static io.tpmount.vfs.store.StoreCalls.answerOf;
import static io.tpmount.vfs.store.StoreCalls.keys;
import static io.tpmount.vfs.store.StoreCalls.noise;
import static io.tpmount.vfs.store.StoreCalls.pages;
import static io.tpmount.vfs.store.StoreCalls.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tpmount.vfs.store.ListRequest.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Listings: shape, order, pages. */
interface ListContract extends ContractSubject {
  @Test
  default void list_nothing_isOneEmptyPage() {
    assertThat(answerOf(store().list(ListRequest.oneLevel("none/"))))
        .isEqualTo(new ListPage(List.of(), List.of(), Optional.empty()));
  }

  @Test
  default void list_object_tellsWhatHeadTells() {
    ObjectInfo made = put(store(), "a", noise(77, 80));
    ObjectInfo listed = answerOf(store().list(ListRequest.flat(""))).objects().getFirst();
    assertThat(listed.key()).isEqualTo(made.key());
    assertThat(listed.etag()).isEqualTo(made.etag());
    assertThat(listed.size()).isEqualTo(77);
    assertThat(listed.mtime()).isEmpty();
    Instant head = answerOf(store().head(ObjectKey.of("a"))).lastModified();
    assertThat(Duration.between(head, listed.lastModified()).abs())
        .isLessThan(Duration.ofSeconds(1));
  }

  @Test
  default void list_oneLevel_foldsWhatIsBelow() {
    make("d/1", "d/2", "d/e/3", "d/e/4", "d/f/5", "g");
    ListPage page = answerOf(store().list(ListRequest.oneLevel("d/")));
    assertThat(names(page)).containsExactly("d/1", "d/2");
    assertThat(page.commonPrefixes()).containsExactly("d/e/", "d/f/");
    assertThat(page.next()).isEmpty();
  }

  @Test
  default void list_root_needsNoPrefix() {
    make("a", "b/1");
    ListPage page = answerOf(store().list(ListRequest.oneLevel("")));
    assertThat(names(page)).containsExactly("a");
    assertThat(page.commonPrefixes()).containsExactly("b/");
  }

  @Test
  default void list_marker_isAnObjectOfItsOwnPrefix() {
    make("d/", "d/1");
    assertThat(names(answerOf(store().list(ListRequest.oneLevel("d/")))))
        .containsExactly("d/", "d/1");
    ListPage root = answerOf(store().list(ListRequest.oneLevel("")));
    assertThat(root.objects()).isEmpty();
    assertThat(root.commonPrefixes()).containsExactly("d/");
  }

  @Test
  default void list_prefixInsideAName_matchesByCharacters() {
    make("data-1", "data-2", "date", "data/x");
    ListPage page = answerOf(store().list(ListRequest.oneLevel("data")));
    assertThat(names(page)).containsExactly("data-1", "data-2");
    assertThat(page.commonPrefixes()).containsExactly("data/");
  }

  @Test
  default void list_flat_tellsEveryKeyInOrder() {
    make("b", "a/c", "a/b/d", "a-b", "A");
    assertThat(keys(store(), "")).containsExactly("A", "a-b", "a/b/d", "a/c", "b");
    assertThat(keys(store(), "a/")).containsExactly("a/b/d", "a/c");
  }

  @Test
  default void list_beyondTheBasicPlane_isInByteOrder() {
    assumeTrue(listsInUtf8Order());
    make("\uffdd", "😀", "z", "é", "e\u0301");
    assertThat(keys(store(), "")).containsExactly("e\u0301", "z", "é", "\uffdd", "😀");
  }

  @Test
  default void list_flatPages_joinWithoutGapOrRepeat() {
    List<String> made = IntStream.range(10, 33).mapToObj(i -> "d/" + i).toList();
    make(made.toArray(String[]::new));
    List<ListPage> pages = pages(store(), ListRequest.flat("d/").withMaxKeys(5));
    assertThat(pages).hasSize(5).allMatch(page -> page.objects().size() <= 5);
    assertThat(pages.stream().flatMap(page -> names(page).stream()))
        .containsExactlyElementsOf(made);
  }

  @Test
  default void list_oneLevelPages_countPrefixesAndRepeatNone() {
    assumeTrue(pagesPrefixesRightly());
    make("a", "b/1", "b/2", "b/3", "c", "d/1", "d/2", "e", "f/1");
    List<ListPage> pages = pages(store(), ListRequest.oneLevel("").withMaxKeys(2));
    assertThat(pages.stream().flatMap(page -> names(page).stream())).containsExactly("a", "c", "e");
    assertThat(pages.stream().flatMap(page -> page.commonPrefixes().stream()))
        .containsExactly("b/", "d/", "f/");
    assertThat(pages).allMatch(page -> page.objects().size() + page.commonPrefixes().size() <= 2);
  }

  @Test
  default void list_exactlyOnePage_hasNoNext() {
    make("a", "b", "c");
    ListPage page = answerOf(store().list(ListRequest.flat("").withMaxKeys(3)));
    assertThat(page.objects()).hasSize(3);
    assertThat(page.next()).isEmpty();
  }

  @Test
  default void list_startAfter_beginsPastTheKeyThoughItBeAbsent() {
    make("d/1", "d/3", "d/5");
    assertThat(names(answerOf(store().list(flatAfter("d/", "d/3"))))).containsExactly("d/5");
    assertThat(names(answerOf(store().list(flatAfter("d/", "d/2"))))).containsExactly("d/3", "d/5");
    assertThat(names(answerOf(store().list(flatAfter("d/", "d/5"))))).isEmpty();
  }

  @Test
  default void list_changesBetweenPages_neverHideWhatStayed() {
    make("k1", "k2", "k3", "k4", "k5");
    ListRequest request = ListRequest.flat("").withMaxKeys(2);
    ListPage first = answerOf(store().list(request));
    answerOf(store().delete(ObjectKey.of("k2")));
    make("k0");
    List<String> rest =
        pages(store(), request.after(first.next().orElseThrow())).stream()
            .flatMap(page -> names(page).stream())
            .toList();
    assertThat(Stream.concat(names(first).stream(), rest.stream()))
        .containsExactly("k1", "k2", "k3", "k4", "k5");
  }

  private void make(String... keys) {
    for (String key : keys) {
      put(store(), key, noise(3, key.hashCode()));
    }
  }

  private static List<String> names(ListPage page) {
    return page.objects().stream().map(info -> info.key().value()).toList();
  }

  private static ListRequest flatAfter(String prefix, String after) {
    return new ListRequest(
        prefix, Shape.FLAT, ListRequest.MAX_KEYS, Optional.empty(), Optional.of(after));
  }
}
