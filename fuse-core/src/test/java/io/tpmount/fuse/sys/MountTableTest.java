package io.tpmount.fuse.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountTableTest {
  private static MountTable parse(String text) {
    return MountTable.parse(
        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  @Test
  void at_fuseMount_tellsAllFields() {
    MountTable table =
        parse("42 27 0:39 / /mnt/x rw,nosuid shared:7 master:1 - fuse.tpmount tpmount:b rw\n");
    assertThat(table.at(Path.of("/mnt/x")))
        .contains(new MountEntry(42, "0:39", Path.of("/mnt/x"), "fuse.tpmount", "tpmount:b"));
  }

  @Test
  void at_noOptionalFields_isParsed() {
    assertThat(parse("1 2 8:1 / / rw - ext4 /dev/sda1 rw").at(Path.of("/")).orElseThrow().source())
        .isEqualTo("/dev/sda1");
  }

  @Test
  void at_stackedMounts_isTheUpper() {
    MountTable table =
        parse("1 9 0:1 / /m rw - ext4 below rw\n2 1 0:2 / /m rw - fuse.tpmount above rw\n");
    assertThat(table.at(Path.of("/m")).orElseThrow().source()).isEqualTo("above");
  }

  @Test
  void at_escapedAndUnicodeNames_areUndone() {
    MountTable table = parse("1 9 0:1 / /m\\040x\\134y/ü rw - fuse s\\011t rw\n");
    MountEntry entry = table.at(Path.of("/m x\\y/ü")).orElseThrow();
    assertThat(entry.source()).isEqualTo("s\tt");
  }

  @Test
  void at_unknownPath_isEmpty() {
    assertThat(parse("1 9 0:1 / /m rw - fuse s rw\n").at(Path.of("/n"))).isEmpty();
  }

  @Test
  void contains_otherMountOnSamePath_isFalse() {
    MountEntry mount = parse("1 9 0:1 / /m rw - fuse s rw\n").at(Path.of("/m")).orElseThrow();
    assertThat(parse("2 9 0:1 / /m rw - fuse s rw\n").contains(mount)).isFalse();
  }

  @Test
  void read_thisMachine_hasARoot() throws IOException {
    assertThat(MountTable.read().at(Path.of("/"))).isPresent();
  }

  @Test
  void connection_ofADevice_isItsMinor() {
    assertThat(new MountEntry(1, "0:39", Path.of("/m"), "fuse", "s").connection()).isEqualTo("39");
  }
}
