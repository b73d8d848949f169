package io.tpmount.vfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stops a process at each step of each protocol, and looks whether the next start finds every byte
 * that was answered for, and none that was not written.
 */
final class DiskCacheCrashTest {
  private static final int STOPPED = 42;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void stoppedAt_firstPassOfAStep_losesNothing(ProtocolStep step) throws Exception {
    Run run = run(step, 0);
    assertThat(run.exit()).as("the script passes %s", step).isEqualTo(STOPPED);
    check(run.answered());
  }

  static Stream<Object[]> laterPasses() {
    return Stream.of(ProtocolStep.values())
        .flatMap(step -> Stream.iterate(1, i -> i + 1).limit(9).map(i -> new Object[] {step, i}));
  }

  @Tag("all")
  @ParameterizedTest
  @MethodSource("laterPasses")
  void stoppedAt_laterPassOfAStep_losesNothing(ProtocolStep step, int pass) throws Exception {
    check(run(step, pass).answered());
  }

  private record Run(int exit, int answered) {}

  private Run run(ProtocolStep step, int pass) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    command.add(CrashScript.class.getName());
    command.addAll(List.of(directory.toString(), step.name(), Integer.toString(pass)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int answered = (int) out.lines().filter(line -> line.matches("\\d+")).count();
      return new Run(process.waitFor(), answered);
    } finally {
      process.destroyForcibly();
    }
  }

  private void check(int answered) throws IOException {
    int begun = Math.min(answered + 1, CrashScript.OPERATIONS.size());
    Map<String, byte[]> before = CrashScript.contentsAfter(answered);
    Map<String, byte[]> after = CrashScript.contentsAfter(begun);
    Map<String, byte[]> found;
    try (DiskCache cache = Caches.open(directory)) {
      Set<UploadId> uploads = new HashSet<>(cache.leftUploads().all());
      found = contents(cache, CrashScript.storedAfter(begun), uploads);
      if (answered >= CrashScript.UPLOAD_BEGUN) {
        assertThat(uploads).as("known to go on with or to abort").contains(CrashScript.UPLOAD);
      }
    }
    String doing = CrashScript.OPERATIONS.get(begun - 1).name() + " as operation " + begun;
    compare(found, before, after, doing);
    try (DiskCache cache = Caches.open(directory)) {
      Map<String, byte[]> again = contents(cache, CrashScript.storedAfter(begun), new HashSet<>());
      assertThat(again).as("a second start after " + doing).containsExactlyEntriesOf(found);
    }
  }

  /** What a mount would show: the dirty files, and of the object what the store has else. */
  private static Map<String, byte[]> contents(
      DiskCache cache, List<ObjectInfo> stored, Set<UploadId> uploads) throws IOException {
    Map<String, byte[]> contents = new HashMap<>();
    for (CacheFile file : cache.recovered()) {
      try (file) {
        assertThat(file.isDirty()).isTrue();
        file.uploadProgress().ifPresent(progress -> uploads.add(progress.upload()));
        contents.put(file.key().value(), read(file));
      }
    }
    if (!contents.containsKey(CrashScript.OLD_KEY)) {
      contents.put(CrashScript.OLD_KEY, readClean(cache, stored));
    }
    return contents;
  }

  private static byte[] readClean(DiskCache cache, List<ObjectInfo> stored) throws IOException {
    Optional<ObjectInfo> newest = stored.reversed().stream().findFirst();
    try (CacheFile file = cache.open(newest.orElse(CrashScript.OLD))) {
      // What it lacks was never written, so the first version has the same bytes there.
      return read(file);
    }
  }

  private static byte[] read(CacheFile file) throws IOException {
    Caches.fetch(file, CrashScript.REMOTE, Caches.all(file));
    assertThat(file.missing(new ByteRange(0, Long.MAX_VALUE))).isEmpty();
    return Caches.content(file);
  }

  /** Each file is as before or as after the operation that was not answered, byte by byte. */
  private static void compare(
      Map<String, byte[]> found,
      Map<String, byte[]> before,
      Map<String, byte[]> after,
      String doing) {
    assertThat(found.keySet()).as(doing).isIn(before.keySet(), after.keySet());
    found.forEach(
        (key, bytes) -> {
          byte[] old = before.getOrDefault(key, after.get(key));
          byte[] now = after.getOrDefault(key, old);
          assertThat(bytes.length).as("%s: size of %s", doing, key).isIn(old.length, now.length);
          for (int i = 0; i < bytes.length; i++) {
            boolean isOld = i < old.length && bytes[i] == old[i];
            boolean isNow = i < now.length && bytes[i] == now[i];
            assertThat(isOld || isNow).as("%s: byte %d of %s", doing, i, key).isTrue();
          }
        });
  }
}
