package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.fast.FastS3Server;
import io.tpmount.s3.testing.http.S3Request;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What requests say beside what they are for, and who signs them. */
final class StoreSettingsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private FastS3Server server;
  private QuirkProxy proxy;
  private MountScene scene;

  @BeforeEach
  void prepare() throws IOException {
    server = FastS3Server.checkingSignatures();
    proxy = QuirkProxy.before(server);
    scene = new MountScene(proxy);
  }

  @AfterEach
  void cleanUp() throws IOException {
    scene.close();
    proxy.close();
    server.close();
  }

  private static String header(S3Request request, String name) {
    return request.head().header(name).orElse("");
  }

  @Test
  void settings_ofNewObjects_areSaidWithEachPutAndGet() throws IOException {
    scene.bucket().put("old", new byte[10]);
    scene.mount(
        "--storage-class=STANDARD_IA",
        "--sse=aws:kms",
        "--sse-kms-key-id=key-7",
        "--requester-pays",
        "--vfs-write-back=0s");
    proxy.reset();
    Shell.output("cat", scene.inMount("old").toString());
    Files.writeString(scene.inMount("a.json"), "{}");
    await().atMost(PATIENCE).until(() -> proxy.count(Kind.PUT) > 0);

    S3Request put = proxy.requests(Kind.PUT).getLast();
    assertThat(header(put, "x-amz-storage-class")).isEqualTo("STANDARD_IA");
    assertThat(header(put, "x-amz-server-side-encryption")).isEqualTo("aws:kms");
    assertThat(header(put, "x-amz-server-side-encryption-aws-kms-key-id")).isEqualTo("key-7");
    assertThat(header(put, "content-type")).isEqualTo("application/json");
    assertThat(header(proxy.requests(Kind.GET).getLast(), "x-amz-request-payer"))
        .isEqualTo("requester");
    assertThat(header(proxy.requests(Kind.LIST).getLast(), "x-amz-request-payer"))
        .isEqualTo("requester");
  }

  @Test
  void keys_thatChangeInRcloneConf_areEaccesAndHealWithoutANewMount() throws IOException {
    scene.bucket().put("a", new byte[10]);
    scene.bucket().put("b", new byte[10]);
    Path conf = scene.home().resolve("rclone.conf");
    write(conf, server.secretKey(), 1_000_000);
    scene
        .keep(
            new Tpmount(scene.home())
                .start(
                    "tp:" + scene.bucket().bucket(),
                    scene.mountPoint().toString(),
                    "--config=" + conf,
                    "--cache-dir=" + scene.home().resolve("cache"),
                    "--vfs-cache-min-free-space=0",
                    "--dir-cache-time=1s"))
        .awaitMounted();
    Shell.output("cat", scene.inMount("a").toString());

    write(conf, "expired", 2_000_000);
    String directory = scene.mountPoint().toString();
    await().atMost(PATIENCE).until(() -> Shell.run("ls", directory).exitCode() != 0);
    assertThat(Shell.run("cat", scene.inMount("b").toString()).output())
        .contains("Permission denied");

    write(conf, server.secretKey(), 3_000_000);
    await()
        .atMost(PATIENCE)
        .until(() -> Shell.run("cat", scene.inMount("b").toString()).exitCode() == 0);
  }

  private void write(Path conf, String secret, long time) throws IOException {
    Files.writeString(
        conf,
        """
        [tp]
        type = s3
        provider = Other
        access_key_id = %s
        secret_access_key = %s
        endpoint = %s
        """
            .formatted(server.accessKey(), secret, proxy.endpoint()));
    Files.setLastModifiedTime(conf, FileTime.fromMillis(time));
  }
}
