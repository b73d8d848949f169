package io.tpmount.mounted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tpmount.fuse.KernelTimeouts;
import io.tpmount.s3.testing.S3MockServer;
import io.tpmount.s3.testing.S3Server;
import io.tpmount.s3.testing.TestS3Client;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel that may believe names for long, and is told when it must not. */
class InvalidationIT {
  private static final Duration LONG = Duration.ofMinutes(15);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path scratch;

  private final String bucket = "invalidation-" + UUID.randomUUID();
  private TestS3Client client;
  private InProcessMount mount;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no /dev/fuse");
    S3Server server = S3MockServer.shared();
    client = TestS3Client.of(server, bucket).createBucket();
    put("d/changed", "one");
    put("d/removed", "here");
    mount = InProcessMount.start(server, bucket, scratch, new KernelTimeouts(LONG, LONG, LONG));
  }

  @AfterEach
  void stop() throws Exception {
    mount.close();
    client.close();
  }

  private void put(String key, String text) {
    client.put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void forget_namesTheKernelBelieves_showWhatOthersDid() throws Exception {
    Path directory = mount.root().resolve("d");
    Path changed = directory.resolve("changed");
    Path removed = directory.resolve("removed");
    Path made = directory.resolve("made");
    assertThat(changed).hasContent("one");
    assertThat(removed).hasContent("here");
    assertThat(made).doesNotExist();
    put("d/changed", "two, and longer");
    client.delete("d/removed");
    put("d/made", "new");

    mount.vfs().forget("").join();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(changed).hasContent("two, and longer");
              assertThat(removed).doesNotExist();
              assertThat(made).hasContent("new");
            });
  }
}
