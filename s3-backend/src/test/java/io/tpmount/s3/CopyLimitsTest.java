package io.tpmount.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CopyLimitsTest {
  @Test
  void needsParts_onlyAboveTheLimit() {
    long limit = ByteSize.ofGib(5).bytes();
    assertThat(CopyLimits.DEFAULT.needsParts(limit)).isFalse();
    assertThat(CopyLimits.DEFAULT.needsParts(limit + 1)).isTrue();
  }

  @Test
  void parts_coverTheObjectInOrder() {
    CopyLimits limits = new CopyLimits(new ByteSize(1), new ByteSize(10), 1);
    assertThat(limits.parts(25))
        .containsExactly(new ByteRange(0, 10), new ByteRange(10, 10), new ByteRange(20, 5));
  }

  @Test
  void parts_largestObject_staysWithinTheLimitOfParts() {
    long size = ByteSize.ofGib(48 << 10).bytes();
    List<ByteRange> parts = CopyLimits.DEFAULT.parts(size);
    assertThat(parts).hasSizeLessThanOrEqualTo(10_000);
    assertThat(parts.getLast().end()).isEqualTo(size);
    assertThat(parts.getFirst().length()).isLessThanOrEqualTo(ByteSize.ofGib(5).bytes());
  }
}
