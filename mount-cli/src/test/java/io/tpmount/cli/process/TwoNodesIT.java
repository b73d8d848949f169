package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.s3.testing.fast.FastS3Process;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a program on one machine does, and what one on another sees of it, and when. */
final class TwoNodesIT {
  private static final String AT_ONCE = "--vfs-write-back=0s";
  private static final String[] SHORT = {
    "--dir-cache-time=1s", "--attr-timeout=1s", "--negative-timeout=1s"
  };

  private FastS3Process server;
  private MountScene scene;
  private Path nodeA;
  private Path nodeB;

  @BeforeEach
  void prepare() throws IOException {
    server = FastS3Process.start();
    scene = new MountScene(server);
    nodeA = scene.mountPoint();
    nodeB = scene.home().resolve("node-b");
  }

  @AfterEach
  void cleanUp() throws IOException {
    scene.close();
    server.close();
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200));
  }

  /** Runs a line of shell in a process of its own; its output, whatever its exit code. */
  private static String sh(Path directory, String line) {
    return Shell.run("sh", "-c", "cd '" + directory + "' && " + line).output();
  }

  @Test
  void newFile_polledFor_isSeenWithoutListingTimePassing() throws IOException {
    scene.mount(AT_ONCE);
    scene.mountOnOtherNode(nodeB, "--dir-cache-time=1h", "--negative-timeout=1s");
    assertThat(sh(nodeB, "ls")).isEmpty();
    assertThat(sh(nodeB, "cat done")).contains("No such file");

    sh(nodeA, "echo finished > done");

    eventually().until(() -> sh(nodeB, "cat done").equals("finished\n"));
  }

  @Test
  void newFile_notUploadedYet_isNotSeen() throws IOException {
    RunningTpmount a = scene.mount("--vfs-write-back=1h");
    scene.mountOnOtherNode(nodeB, SHORT);

    sh(nodeA, "echo finished > done");
    assertThat(sh(nodeA, "cat done")).isEqualTo("finished\n");
    assertThat(sh(nodeB, "ls")).isEmpty();

    a.signal("TERM");
    assertThat(a.awaitExit()).isZero();
    eventually().until(() -> sh(nodeB, "ls").equals("done\n"));
  }

  @Test
  void overwriteAndRemoval_areSeenAfterTheListingsTime() throws IOException {
    scene.mount(AT_ONCE);
    sh(nodeA, "echo one > file; echo x > removed; mkdir d; echo y > d/f");
    eventually().until(() -> scene.bucket().exists("d/f"));
    eventually().until(() -> scene.bucket().exists("removed"));
    scene.mountOnOtherNode(nodeB, SHORT);
    eventually().until(() -> sh(nodeB, "cat file removed d/f").equals("one\nx\ny\n"));

    sh(nodeA, "echo number two > file; rm removed; mv d e");

    eventually().until(() -> sh(nodeB, "cat file").equals("number two\n"));
    eventually().until(() -> sh(nodeB, "ls").equals("e\nfile\n"));
    assertThat(sh(nodeB, "cat e/f")).isEqualTo("y\n");
  }

  @Test
  void cachedFile_replacedByOthers_staysTheOldOneUntilRefreshed() throws IOException {
    scene.mount(AT_ONCE);
    scene.bucket().put("file", "one\n".getBytes(StandardCharsets.UTF_8));
    scene.mountOnOtherNode(nodeB, "--dir-cache-time=1h", "--attr-timeout=1h");
    assertThat(sh(nodeB, "cat file")).isEqualTo("one\n");

    sh(nodeA, "echo number two > file");
    eventually().until(() -> scene.bucket().head("file").contentLength() == 11);

    assertThat(sh(nodeB, "cat file")).isEqualTo("one\n");

    assertThat(scene.run("refresh", nodeB.toString()).awaitExit()).isZero();
    eventually().until(() -> sh(nodeB, "cat file").equals("number two\n"));
  }

  @Test
  void openFile_replacedByOthers_goesOnWithWhatIsCachedAndElseIsStale() throws IOException {
    byte[] old = new byte[64 << 20];
    scene.bucket().put("big", old);
    scene.mountOnOtherNode(nodeB, SHORT);
    String program =
        """
        import os, sys
        fd = os.open(sys.argv[1], os.O_RDONLY)
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_RANDOM)
        first = os.pread(fd, 4096, 0)
        print("open", flush=True)
        sys.stdin.readline()
        print(os.pread(fd, 4096, 0) == first, flush=True)
        try: print(len(os.pread(fd, 4096, 60 << 20)))
        except OSError as e: print(e.strerror)
        """;
    Process reader =
        new ProcessBuilder("python3", "-c", program, nodeB.resolve("big").toString()).start();
    try (var out = reader.inputReader()) {
      assertThat(out.readLine()).isEqualTo("open");
      scene.bucket().put("big", new byte[] {1});

      reader.outputWriter().append("go\n").flush();
      assertThat(out.readLine()).isEqualTo("True");
      assertThat(out.readLine()).isEqualTo("Stale file handle");
    } finally {
      reader.destroyForcibly();
    }
    eventually().until(() -> sh(nodeB, "wc -c < big").strip().equals("1"));
  }
}
