package io.tpmount.s3.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class S3ServersTest {
  @Test
  void s3Mock_started_keepsWhatTheClientPuts() {
    try (S3MockServer server = S3MockServer.start()) {
      keepsWhatTheClientPuts(server);
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
