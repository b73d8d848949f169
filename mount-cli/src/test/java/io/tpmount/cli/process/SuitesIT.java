package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tpmount.s3.testing.fast.FastS3Process;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The suites of the field, on the parts that apply: {@code left-out.txt} says what is left out, and
 * why. {@code scripts/test --all} installs them.
 */
final class SuitesIT {
  private static final String IGNORE = "--posix-unsupported=ignore";

  private FastS3Process server;
  private MountScene scene;

  @BeforeEach
  void prepare() throws IOException {
    server = FastS3Process.start();
    scene = new MountScene(server);
  }

  @AfterEach
  void cleanUp() throws IOException {
    scene.close();
    server.close();
  }

  /** A program that {@code scripts/lib/test-tools.sh} builds. */
  private static String tool(String name) {
    String directory = System.getenv("TPMOUNT_TEST_TOOLS");
    assertThat(directory).as("TPMOUNT_TEST_TOOLS, which scripts/test sets").isNotNull();
    Path tool = Path.of(directory, "bin", name);
    assertThat(tool).isExecutable();
    return tool.toString();
  }

  private void fio(String size, String... patterns) {
    scene.mount("--vfs-write-back=1s");
    for (String pattern : patterns) {
      Shell.output(
          "fio",
          "--name=verify-" + pattern,
          "--directory=" + scene.mountPoint(),
          "--rw=" + pattern,
          "--size=" + size,
          "--bs=4k,16k",
          "--numjobs=4",
          "--ioengine=psync",
          "--verify=crc32c",
          "--verify_fatal=1",
          "--do_verify=1",
          "--verify_state_save=0",
          "--fsync_on_close=1",
          "--randseed=20261126");
    }
  }

  @Test
  void fio_verify_findsEveryBlock() {
    assumeTrue(Shell.run("fio", "--version").exitCode() == 0, "fio is not installed");
    fio("1m", "randwrite", "write");
  }

  @Test
  @Tag("all")
  void fio_largeVerify_findsEveryBlock() {
    fio("64m", "randwrite", "write", "randrw");
  }

  @Test
  @Tag("all")
  void fsx_seeds_findNoWrongByte() throws IOException {
    scene.mount(IGNORE, "--vfs-write-back=1s");
    Path config = Files.writeString(scene.home().resolve("fsx.toml"), FSX);
    for (int seed = 1; seed <= 5; seed++) {
      Shell.output(
          tool("fsx"),
          "-N",
          "25000",
          "-S",
          Integer.toString(seed),
          "-f",
          config.toString(),
          scene.inMount("fsx" + seed).toString());
    }
  }

  private static final String FSX =
      """
      flen = 262144
      [opsize]
      max = 65536
      [weights]
      close_open = 1
      read = 10
      write = 10
      mapread = 5
      mapwrite = 5
      truncate = 3
      invalidate = 1
      fsync = 1
      fdatasync = 1
      posix_fallocate = 1
      punch_hole = 0
      sendfile = 2
      posix_fadvise = 1
      copy_file_range = 2
      """;

  @Test
  @Tag("all")
  void pjdfstest_partsThatApply_pass() throws IOException {
    scene.mount("--allow-other", "--umask=022", "--vfs-write-back=1s");
    Path config = Files.writeString(scene.home().resolve("pjdfstest.toml"), pjdfstestConfig());
    List<String> command = new ArrayList<>(List.of(tool("pjdfstest"), "-c", config.toString()));
    command.addAll(List.of("-p", scene.mountPoint().toString()));
    command.addAll(List.of("open::", "truncate::", "mkdir::", "rmdir::", "unlink::", "rename::"));
    command.addAll(List.of("symlink::", "posix_fallocate::", "utimensat::"));

    Shell.Result result = Shell.run(command.toArray(String[]::new));

    assertThat(result.output()).contains("Summary: 0 failed");
  }

  private static String pjdfstestConfig() throws IOException {
    try (InputStream text = SuitesIT.class.getResourceAsStream("left-out.txt")) {
      String expected =
          new String(text.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .map(line -> '"' + line + '"')
              .collect(Collectors.joining(",\n"));
      return PJDFSTEST.formatted(expected);
    }
  }

  private static final String PJDFSTEST =
      """
      [features]
      posix_fallocate = {}
      utime_now = {}
      utimensat = {}
      [settings]
      naptime = 0.01
      allow_remount = false
      expected_failures = [
      %s
      ]
      [dummy_auth]
      entries = [["nobody", "nogroup"], ["daemon", "daemon"]]
      """;

  @Test
  @Tag("all")
  void stressNg_fileSystemStressors_verify() {
    scene.mount(IGNORE, "--vfs-write-back=1s");
    List<String> command = new ArrayList<>(List.of("stress-ng", "--verify", "--timeout", "60s"));
    command.addAll(List.of("--temp-path", scene.mountPoint().toString(), "--oomable"));
    for (String stressor :
        List.of("dentry", "dir", "filename", "fallocate", "fstat", "hdd", "rename", "seek")) {
      List<String> one = new ArrayList<>(command);
      one.addAll(List.of("--" + stressor, "1", "--" + stressor + "-ops", "500"));
      Shell.output(one.toArray(String[]::new));
    }
  }
}
