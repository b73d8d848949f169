package io.tpmount.vfs.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.write.Places.Place;
import io.tpmount.vfs.write.Places.Size;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PlacesTest {
  @Test
  void smallOnes_whenBigOnesHaveTheirShare_findAPlace() {
    Places places = new Places(4);
    IntStream.range(0, 3).forEach(i -> assertThat(places.take(Size.BIG).isGiven()).isTrue());
    Place big = places.take(Size.BIG);
    Place small = places.take(Size.SMALL);
    assertThat(big.isGiven()).isFalse();
    assertThat(small.isGiven()).isTrue();
    small.close();
    assertThat(big.isGiven()).isFalse();
  }

  @Test
  void places_givenBack_goToThoseWhoCameFirst() {
    Places places = new Places(1);
    Place first = places.take(Size.BIG);
    Place second = places.take(Size.BIG);
    Place third = places.take(Size.SMALL);
    first.close();
    assertThat(second.isGiven()).isTrue();
    assertThat(third.isGiven()).isFalse();
    second.close();
    assertThat(third.isGiven()).isTrue();
  }

  @Test
  void whoHurries_goesAtOnceAndOthersWaitTheLonger() {
    Places places = new Places(1);
    Place first = places.take(Size.SMALL);
    Place waiting = places.take(Size.SMALL);
    Place hurried = places.take(Size.SMALL);
    hurried.hurry();
    assertThat(hurried.isGiven()).isTrue();
    first.close();
    assertThat(waiting.isGiven()).isFalse();
    hurried.close();
    assertThat(waiting.isGiven()).isTrue();
  }

  @Test
  void whoGaveUp_isPassedOver() {
    Places places = new Places(1);
    Place first = places.take(Size.SMALL);
    Place gone = places.take(Size.SMALL);
    Place next = places.take(Size.SMALL);
    gone.close();
    first.close();
    assertThat(gone.isGiven()).isFalse();
    assertThat(next.isGiven()).isTrue();
  }
}
