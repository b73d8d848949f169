package io.tpmount.vfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GenerationTest {
  private final Generation generation = new Generation(100);

  @Test
  void appended_leavesWhatWasMarkedIntact() {
    long mark = generation.mark();
    generation.change(100);
    assertThat(generation.isIntact(mark, 100)).isTrue();
    assertThat(generation.isIntact(mark, 101)).isFalse();
  }

  @Test
  void changed_breaksWhatLiesBehind() {
    long mark = generation.mark();
    generation.change(40);
    generation.change(80);
    assertThat(generation.isIntact(mark, 40)).isTrue();
    assertThat(generation.isIntact(mark, 41)).isFalse();
  }

  @Test
  void markedAgain_anOlderMarkIsOfNoUse() {
    long first = generation.mark();
    generation.change(100);
    generation.mark();
    assertThat(generation.isIntact(first, 100)).isFalse();
  }

  @Test
  void stored_headThatIsStillTheSameIsTheBases() {
    long mark = generation.mark();
    generation.change(60);
    generation.stored(mark, 100);
    assertThat(generation.sameAsBase()).isEqualTo(60);
    generation.change(10);
    assertThat(generation.sameAsBase()).isEqualTo(10);
  }
}
