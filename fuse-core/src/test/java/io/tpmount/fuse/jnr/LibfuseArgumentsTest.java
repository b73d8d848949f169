package io.tpmount.fuse.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.fuse.KernelTimeouts;
import io.tpmount.fuse.MountException;
import io.tpmount.fuse.MountOptions;
import io.tpmount.fuse.MountOptions.Flag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LibfuseArgumentsTest {
  private static final MountOptions OPTIONS = MountOptions.at(Path.of("/mnt/x"), "tpmount:bucket");

  private static String words(MountOptions options) {
    return LibfuseArguments.of(options)[3];
  }

  @Test
  void of_defaults_areWhatTheDriverNeeds() {
    assertThat(LibfuseArguments.of(OPTIONS))
        .isEqualTo(
            new String[] {
              "tpmount",
              "-f",
              "-o",
              "subtype=tpmount,big_writes,atomic_o_trunc,hard_remove,use_ino,max_background=128,"
                  + "fsname=tpmount:bucket,max_read=131072,"
                  + "attr_timeout=1.000,entry_timeout=1.000,negative_timeout=1.000",
              "/mnt/x"
            });
  }

  @Test
  void of_longTimeouts_areShortenedToASecond() {
    KernelTimeouts timeouts =
        new KernelTimeouts(Duration.ofMinutes(15), Duration.ofMillis(50), Duration.ofSeconds(5));
    assertThat(words(OPTIONS.withTimeouts(timeouts)))
        .contains("attr_timeout=1.000,entry_timeout=0.050,negative_timeout=1.000");
  }

  @Test
  void of_flags_becomeWords() {
    assertThat(words(OPTIONS.with(Flag.READ_ONLY))).contains(",ro");
    assertThat(words(OPTIONS.with(Flag.ALLOW_OTHER))).contains(",allow_other");
    assertThat(words(OPTIONS.with(Flag.ALLOW_NON_EMPTY))).contains(",nonempty");
    assertThat(words(OPTIONS.with(Flag.DEFAULT_PERMISSIONS))).contains(",default_permissions");
    assertThat(words(OPTIONS.with(Flag.TRACE))).contains(",debug");
    assertThat(words(OPTIONS.with(Flag.LOCAL_LOCKS))).isEqualTo(words(OPTIONS));
  }

  @Test
  void of_sourceWithSeparators_isQuoted() {
    assertThat(words(MountOptions.at(Path.of("/m"), "a,b\\c"))).contains("fsname=a\\,b\\\\c,");
  }

  @Test
  void of_extra_passesWhatLibfuseKnows() {
    MountOptions options =
        OPTIONS.withExtra(List.of("writeback_cache", "noexec", "max_write=65536"));
    assertThat(words(options)).endsWith(",noexec,max_write=65536").doesNotContain("writeback");
  }

  @Test
  void check_options_areKnownOrRefused() {
    assertThatCode(
            () -> LibfuseArguments.check(OPTIONS.withExtra(List.of("splice_move", "noatime"))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> LibfuseArguments.check(OPTIONS.withExtra(List.of("colour=blue"))))
        .isInstanceOf(MountException.class)
        .hasMessageContaining("colour=blue");
  }
}
