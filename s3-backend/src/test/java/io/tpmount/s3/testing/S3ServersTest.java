package io.tpmount.s3.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.s3.testing.fast.FastS3Process;
import io.tpmount.s3.testing.fast.FastS3Server;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class S3ServersTest {
  @Test
  void s3Mock_started_keepsWhatTheClientPuts() {
    try (S3MockServer server = S3MockServer.start()) {
      keepsWhatTheClientPuts(server);
    }
  }

  @Test
  @Tag("all")
  void s3Proxy_started_keepsWhatTheClientPutsAndChecksKeys() {
    try (S3ProxyServer server = S3ProxyServer.start()) {
      keepsWhatTheClientPuts(server);
      refusesAWrongSecret(server);
    }
  }

  @Test
  void fastS3_inItsOwnProcess_keepsWhatTheClientPuts() {
    try (FastS3Process server = FastS3Process.start()) {
      keepsWhatTheClientPuts(server);
    }
  }

  @Test
  void fastS3_checkingSignatures_refusesAWrongSecret() {
    try (FastS3Server server = FastS3Server.checkingSignatures()) {
      keepsWhatTheClientPuts(server);
      refusesAWrongSecret(server);
    }
  }

  @Test
  void serverProcess_whoseParentIsKilled_endsAndLeavesNothing(@TempDir Path temporary)
      throws Exception {
    Process parent =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = parent.inputReader()) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      assertThat(temporary).isNotEmptyDirectory();
      parent.destroyForcibly();
      assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(30));
      assertThat(temporary).isEmptyDirectory();
    } finally {
      parent.destroyForcibly();
    }
  }

  /** Starts a server, tells its process, and waits to be killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) {
      FastS3Process.start();
      System.out.println(ProcessHandle.current().children().findFirst().orElseThrow().pid());
      LockSupport.park();
    }
  }

  private static void refusesAWrongSecret(S3Server server) {
    try (TestS3Client client = TestS3Client.of(new WrongSecret(server), "bucket")) {
      assertThatThrownBy(() -> client.keys(""))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }
  }

  private record WrongSecret(S3Server server) implements S3Server {
    @Override
    public URI endpoint() {
      return server.endpoint();
    }

    @Override
    public String accessKey() {
      return server.accessKey();
    }

    @Override
    public String secretKey() {
      return "wrong";
    }

    @Override
    public void close() {
      // Its owner's to close.
    }
  }

  private static void keepsWhatTheClientPuts(S3Server server) {
    try (TestS3Client client = TestS3Client.of(server, "bucket").createBucket()) {
      client.put("dir/a", new byte[] {1, 2, 3});
      assertThat(client.bytes("dir/a")).containsExactly(1, 2, 3);
      assertThat(client.keys("")).containsExactly("dir/a");
      assertThat(client.head("dir/a").contentLength()).isEqualTo(3);
      assertThat(client.sha256("dir/a"))
          .isEqualTo("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
      client.delete("dir/a");
      assertThat(client.exists("dir/a")).isFalse();
    }
  }
}
