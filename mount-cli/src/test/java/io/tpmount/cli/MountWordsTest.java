package io.tpmount.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.cli.flag.CacheFlags;
import io.tpmount.cli.flag.FlagValues;
import io.tpmount.cli.flag.MountFlags;
import io.tpmount.cli.flag.NameFlags;
import io.tpmount.cli.flag.ProcessIdentity;
import io.tpmount.cli.flag.StoreFlags;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MountWordsTest {
  private static MountWords apply(String... options) {
    return MountWords.apply(FlagValues.check(Map.of("-o", List.of(options)), Map.of()));
  }

  @Test
  void apply_switches_areFlags() {
    FlagValues values = apply("ro,allow_other", "nonempty").values();

    assertThat(values.get(MountFlags.READ_ONLY)).isTrue();
    assertThat(values.get(MountFlags.ALLOW_OTHER)).isTrue();
    assertThat(values.get(MountFlags.ALLOW_NON_EMPTY)).isTrue();
  }

  @Test
  void apply_wordsWithValue_areFlags() {
    FlagValues values = apply("uid=7,gid=8,umask=077").values();

    assertThat(NameFlags.shown(values, new ProcessIdentity(1, 2, 0)).uid()).isEqualTo(7);
    assertThat(NameFlags.shown(values, new ProcessIdentity(1, 2, 0)).gid()).isEqualTo(8);
    assertThat(NameFlags.shown(values, new ProcessIdentity(1, 2, 0)).filePermissions())
        .isEqualTo(0600);
  }

  @Test
  void apply_namesOfFlags_areFlags() {
    FlagValues values =
        apply("attr_timeout=7s,no_sign_request,cache_dir=/x,metrics-addr=:1").values();

    assertThat(NameFlags.namespace(values).attrTimeout()).hasSeconds(7);
    assertThat(values.get(StoreFlags.NO_SIGN_REQUEST)).isTrue();
    assertThat(values.find(CacheFlags.CACHE_DIR)).contains("/x");
  }

  @Test
  void apply_secretsAndFlagsWithoutTheirValue_areRefused() {
    assertThatThrownBy(() -> apply("s3-secret-access-key=hunter2"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> apply("cache-dir")).hasMessageContaining("needs a value");
  }

  @Test
  void apply_wordsOfFstab_arePassedOver() {
    MountWords words = apply("rw,_netdev,nofail,x-systemd.automount,defaults,,big_writes");

    assertThat(words.forDriver()).isEmpty();
    assertThat(words.withoutEffect()).isEmpty();
  }

  @Test
  void apply_wordsTheDriverLacks_areNamed() {
    assertThat(apply("writeback_cache,splice_read").withoutEffect())
        .containsExactly("writeback_cache", "splice_read");
  }

  @Test
  void apply_otherWords_areTheDrivers() {
    assertThat(apply("max_write=4096", "what").forDriver())
        .containsExactly("max_write=4096", "what");
  }

  @Test
  void apply_badValue_isUsage() {
    assertThatThrownBy(() -> apply("umask=9")).isInstanceOf(CommandFailure.class);
    assertThatThrownBy(() -> apply("uid")).hasMessageContaining("needs a value");
  }
}
