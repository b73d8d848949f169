package io.tpmount.vfs.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.unit.ByteRange;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpillTest {
  private final Spill spill = new Spill();

  private static ByteBuffer bytes(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }

  @Test
  void missing_isWhatNoPieceHas() {
    spill.put(10, bytes(1, 2, 3), 100);
    assertThat(spill.missing(List.of(new ByteRange(8, 10))))
        .containsExactly(new ByteRange(8, 2), new ByteRange(13, 5));
  }

  @Test
  void copy_joinsPieces() {
    spill.put(10, bytes(1, 2, 3), 100);
    spill.put(13, bytes(4, 5), 100);
    ByteBuffer target = ByteBuffer.allocate(6);
    spill.copy(new ByteRange(11, 3), target, 2);
    assertThat(target).isEqualTo(bytes(0, 0, 2, 3, 4, 0));
  }

  @Test
  void put_beyondTheLimit_dropsTheOldest_butNeverTheNewest() {
    spill.put(0, bytes(1, 2, 3), 4);
    spill.put(3, bytes(4, 5), 4);
    assertThat(spill.bytes()).isEqualTo(2);
    spill.put(5, bytes(6, 7, 8, 9, 10, 11), 4);
    assertThat(spill.bytes()).isEqualTo(6);
    assertThat(spill.missing(List.of(new ByteRange(0, 11)))).containsExactly(new ByteRange(0, 5));
  }

  @Test
  void keepOnly_ofAnotherVersion_forgetsAll() {
    ObjectInfo version =
        new ObjectInfo(ObjectKey.of("f"), new ETag("a"), 9, Instant.EPOCH, Optional.empty());
    spill.keepOnly(Optional.of(version));
    spill.put(0, bytes(1, 2), 9);
    spill.keepOnly(Optional.of(version));
    assertThat(spill.isEmpty()).isFalse();
    spill.keepOnly(Optional.empty());
    assertThat(spill.isEmpty()).isTrue();
  }

  @Test
  void put_leavesTheSourceAsItWas() {
    ByteBuffer source = bytes(1, 2);
    spill.put(0, source, 10);
    assertThat(source.remaining()).isEqualTo(2);
  }
}
