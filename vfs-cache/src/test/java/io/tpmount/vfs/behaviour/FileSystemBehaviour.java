package io.tpmount.vfs.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What files do, whoever looks: written once, run on a {@link io.tpmount.vfs.Vfs} and through a
 * mount. {@link #remount} is where a subclass puts the bytes to the proof: everything must be in
 * the store, and come back from there.
 */
public abstract class FileSystemBehaviour {
  private Shell shell;

  /** A file system over an empty bucket. */
  protected abstract Shell start() throws Exception;

  /** The same bucket seen afresh: everything uploaded, an empty cache. */
  protected abstract Shell remount() throws Exception;

  /** The bytes of an object as another client of the store sees them; null when absent. */
  protected abstract byte[] object(String key) throws Exception;

  /** Puts an object as another client of the store does, and makes the file system look again. */
  protected abstract void putBehindOurBack(String key, byte[] bytes) throws Exception;

  @BeforeEach
  final void begin() throws Exception {
    shell = start();
  }

  @AfterEach
  final void end() throws Exception {
    shell.close();
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static void assertRefused(String errno, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessageContaining(errno);
  }

  private void assertEverywhere(String path, byte[] expected) throws Exception {
    assertThat(shell.read(path)).isEqualTo(expected);
    assertThat(shell.stat(path).size()).isEqualTo(expected.length);
    shell = remount();
    assertThat(object(path)).isEqualTo(expected);
    assertThat(shell.stat(path).size()).isEqualTo(expected.length);
    assertThat(shell.read(path)).isEqualTo(expected);
  }

  @Test
  void write_newFile_isReadBackAndStored() throws Exception {
    shell.write("f", bytes(300_000, 1));
    assertEverywhere("f", bytes(300_000, 1));
  }

  @Test
  void write_emptyFile_isStored() throws Exception {
    shell.createNew("empty");
    assertEverywhere("empty", new byte[0]);
  }

  @Test
  void write_overExisting_replacesIt() throws Exception {
    shell.write("f", bytes(200_000, 1));
    shell = remount();
    shell.write("f", bytes(1_000, 2));
    assertEverywhere("f", bytes(1_000, 2));
  }

  @Test
  void writeAt_inTheMiddle_keepsTheRest() throws Exception {
    byte[] expected = bytes(3_000_000, 1);
    shell.write("f", expected);
    shell = remount();
    byte[] patch = bytes(5_000, 2);
    shell.writeAt("f", 1_234_567, patch);
    System.arraycopy(patch, 0, expected, 1_234_567, patch.length);
    assertEverywhere("f", expected);
  }

  @Test
  void writeAt_pastTheEnd_leavesZerosBetween() throws Exception {
    shell.write("f", bytes(1_000, 1));
    shell = remount();
    shell.writeAt("f", 10_000, bytes(10, 2));
    byte[] expected = Arrays.copyOf(bytes(1_000, 1), 10_010);
    System.arraycopy(bytes(10, 2), 0, expected, 10_000, 10);
    assertEverywhere("f", expected);
  }

  @Test
  void append_afterRemount_goesToTheEnd() throws Exception {
    shell.write("log", "one\n".getBytes(UTF_8));
    shell = remount();
    shell.append("log", "two\n".getBytes(UTF_8));
    shell.append("log", "three\n".getBytes(UTF_8));
    assertEverywhere("log", "one\ntwo\nthree\n".getBytes(UTF_8));
  }

  @Test
  void truncate_downAndUp_cutsAndFillsWithZeros() throws Exception {
    shell.write("f", bytes(100_000, 1));
    shell = remount();
    shell.truncate("f", 50_000);
    shell.truncate("f", 60_000);
    byte[] expected = Arrays.copyOf(Arrays.copyOf(bytes(100_000, 1), 50_000), 60_000);
    assertEverywhere("f", expected);
  }

  @Test
  void read_partOfColdFile_isThatPart() throws Exception {
    byte[] all = bytes(5_000_000, 3);
    shell.write("f", all);
    shell = remount();
    assertThat(shell.read("f", 4_000_000, 1_000))
        .isEqualTo(Arrays.copyOfRange(all, 4_000_000, 4_001_000));
    assertThat(shell.read("f", 4_999_990, 1_000))
        .isEqualTo(Arrays.copyOfRange(all, 4_999_990, 5_000_000));
    assertThat(shell.read("f", 6_000_000, 10)).isEmpty();
  }

  @Test
  void createNew_ofExisting_isEEXIST() throws Exception {
    shell.createNew("f");
    assertRefused("EEXIST", () -> shell.createNew("f"));
  }

  @Test
  void read_ofAbsent_isENOENT() {
    assertRefused("ENOENT", () -> shell.read("none"));
    assertRefused("ENOENT", () -> shell.read("none/below"));
    assertRefused("ENOENT", () -> shell.unlink("none"));
  }

  @Test
  void mkdir_emptyDirectory_survivesARemount() throws Exception {
    shell.mkdir("d");
    assertThat(shell.stat("d").kind()).isEqualTo("DIRECTORY");
    assertRefused("EEXIST", () -> shell.mkdir("d"));
    shell = remount();
    assertThat(shell.stat("d").kind()).isEqualTo("DIRECTORY");
    assertThat(shell.list("d")).isEmpty();
    assertThat(shell.list("")).containsExactly("d");
  }

  @Test
  void list_showsWhatIsThereAndWhatIsNew() throws Exception {
    shell.mkdir("d");
    shell.write("d/b", bytes(10, 1));
    shell = remount();
    shell.write("d/a", bytes(10, 1));
    shell.mkdir("d/sub");
    assertThat(shell.list("d")).containsExactly("a", "b", "sub");
  }

  @Test
  void rmdir_ofNonEmpty_isENOTEMPTY() throws Exception {
    shell.mkdir("d");
    shell.write("d/f", bytes(10, 1));
    assertRefused("ENOTEMPTY", () -> shell.rmdir("d"));
    shell.unlink("d/f");
    shell.rmdir("d");
    assertRefused("ENOENT", () -> shell.stat("d"));
    shell = remount();
    assertThat(shell.list("")).isEmpty();
  }

  @Test
  void unlink_beforeAndAfterTheUpload_leavesNothing() throws Exception {
    shell.write("kept", bytes(10, 1));
    shell.write("gone", bytes(10, 1));
    shell = remount();
    shell.unlink("gone");
    shell.write("never", bytes(10, 1));
    shell.unlink("never");
    assertRefused("ENOENT", () -> shell.stat("gone"));
    shell = remount();
    assertThat(shell.list("")).containsExactly("kept");
    assertThat(object("gone")).isNull();
    assertThat(object("never")).isNull();
  }

  @Test
  void unlink_ofUnsentFileThatReplacedAStoredOne_removesBoth() throws Exception {
    shell.write("f", bytes(10, 1));
    shell = remount();
    shell.write("tmp", bytes(20, 2));
    shell.rename("tmp", "f");
    shell.unlink("f");
    shell = remount();
    assertThat(shell.list("")).isEmpty();
    assertThat(object("f")).isNull();
  }

  @Test
  void unlink_rightAfterClose_isNotBusy() throws Exception {
    for (int i = 0; i < 200; i++) {
      shell.write("f", bytes(10, i));
      shell.unlink("f");
    }
    assertThat(shell.list("")).isEmpty();
  }

  @Test
  void unlink_ofDirectory_isEISDIR() throws Exception {
    shell.mkdir("d");
    shell.write("f", bytes(1, 1));
    assertRefused("EISDIR", () -> shell.unlink("d"));
    assertRefused("ENOTDIR", () -> shell.rmdir("f"));
  }

  @Test
  void rename_ofNewFile_isStoredUnderTheNewNameOnly() throws Exception {
    shell.write("tmp", bytes(50_000, 1));
    shell.rename("tmp", "final");
    assertRefused("ENOENT", () -> shell.stat("tmp"));
    assertEverywhere("final", bytes(50_000, 1));
    assertThat(object("tmp")).isNull();
  }

  @Test
  void rename_ofStoredFile_movesIt() throws Exception {
    shell.mkdir("d");
    shell.write("a", bytes(50_000, 1));
    shell = remount();
    long ino = shell.stat("a").ino();
    shell.rename("a", "d/b");
    assertThat(shell.stat("d/b").ino()).isEqualTo(ino);
    assertRefused("ENOENT", () -> shell.stat("a"));
    assertEverywhere("d/b", bytes(50_000, 1));
    assertThat(object("a")).isNull();
  }

  @Test
  void rename_ofChangedFile_keepsTheChange() throws Exception {
    byte[] expected = bytes(2_000_000, 1);
    shell.write("a", expected);
    shell = remount();
    shell.writeAt("a", 1_000_000, bytes(100, 2));
    System.arraycopy(bytes(100, 2), 0, expected, 1_000_000, 100);
    shell.rename("a", "b");
    assertEverywhere("b", expected);
    assertThat(object("a")).isNull();
  }

  @Test
  void rename_overExistingFile_replacesIt() throws Exception {
    shell.write("old", bytes(1_000, 1));
    shell = remount();
    shell.write("new", bytes(2_000, 2));
    shell.rename("new", "old");
    assertEverywhere("old", bytes(2_000, 2));
    assertThat(shell.list("")).containsExactly("old");
  }

  @Test
  void rename_ofDirectory_movesEverythingBelow() throws Exception {
    shell.mkdir("d");
    shell.mkdir("d/e");
    shell.write("d/f", bytes(1_000, 1));
    shell.write("d/e/g", bytes(2_000, 2));
    shell = remount();
    shell.write("d/e/unsent", bytes(3_000, 3));
    shell.rename("d", "x");
    assertRefused("ENOENT", () -> shell.stat("d"));
    assertThat(shell.list("x")).containsExactly("e", "f");
    assertThat(shell.read("x/e/unsent")).isEqualTo(bytes(3_000, 3));
    assertThat(shell.read("x/f")).isEqualTo(bytes(1_000, 1));
    assertEverywhere("x/e/g", bytes(2_000, 2));
    assertThat(object("x/e/unsent")).isEqualTo(bytes(3_000, 3));
    assertThat(shell.list("")).containsExactly("x");
  }

  @Test
  void rename_ofWrongKinds_isRefused() throws Exception {
    shell.mkdir("d");
    shell.mkdir("full");
    shell.write("full/f", bytes(1, 1));
    shell.write("f", bytes(1, 1));
    assertRefused("EISDIR", () -> shell.rename("f", "d"));
    assertRefused("ENOTDIR", () -> shell.rename("d", "f"));
    assertRefused("ENOTEMPTY", () -> shell.rename("d", "full"));
    assertRefused("EINVAL", () -> shell.rename("full", "full/below"));
    shell.rename("full", "d");
    assertThat(shell.list("d")).containsExactly("f");
  }

  @Test
  void symlink_isReadBackAfterARemount() throws Exception {
    shell.symlink("some/target", "l");
    assertThat(shell.stat("l").kind()).isEqualTo("SYMLINK");
    assertThat(shell.stat("l").size()).isEqualTo(11);
    shell = remount();
    assertThat(shell.readlink("l")).isEqualTo("some/target");
    assertThat(shell.list("")).containsExactly("l");
    shell.unlink("l");
    shell = remount();
    assertThat(shell.list("")).isEmpty();
  }

  @Test
  void mtime_ofWrittenFile_staysAfterItsUpload() throws Exception {
    shell.write("f", bytes(10, 1));
    long written = shell.stat("f").mtimeMillis();
    assertThat(written).isPositive();
    putBehindOurBack("other", bytes(1, 1));
    assertThat(shell.stat("f").mtimeMillis()).isEqualTo(written);
  }

  @Test
  void foreignObject_isSeenAndRead() throws Exception {
    shell.write("ours", bytes(10, 1));
    putBehindOurBack("theirs/deep/f", bytes(123_456, 4));
    assertThat(shell.list("")).containsExactly("ours", "theirs");
    assertThat(shell.read("theirs/deep/f")).isEqualTo(bytes(123_456, 4));
  }

  @Test
  void foreignOverwrite_isSeenAtTheNextOpen() throws Exception {
    putBehindOurBack("f", bytes(100_000, 1));
    assertThat(shell.read("f")).isEqualTo(bytes(100_000, 1));
    putBehindOurBack("f", bytes(100_000, 2));
    assertThat(shell.read("f")).isEqualTo(bytes(100_000, 2));
  }

  @Test
  void names_ofEveryKind_comeBackAsTheyWere() throws Exception {
    for (String name :
        new String[] {
          "with space",
          "percent%25",
          "plus+",
          "quote'\"",
          "hash#",
          "question?",
          "café",
          "cafe\u0301",
          "emoji\uD83D\uDE00",
          "n".repeat(255)
        }) {
      shell.write(name, name.getBytes(UTF_8));
      assertThat(shell.read(name)).isEqualTo(name.getBytes(UTF_8));
      assertThat(shell.list("")).contains(name);
    }
    assertRefused("ENAMETOOLONG", () -> shell.write("n".repeat(256), new byte[0]));
  }
}
