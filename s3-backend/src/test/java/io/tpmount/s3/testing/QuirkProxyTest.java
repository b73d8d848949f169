package io.tpmount.s3.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.s3.testing.fast.FastS3Server;
import io.tpmount.s3.testing.http.S3Request;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class QuirkProxyTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private FastS3Server server;
  private QuirkProxy proxy;
  private TestS3Client direct;
  private TestS3Client client;

  @BeforeEach
  void start() {
    String bucket = "b-" + UUID.randomUUID();
    server = FastS3Server.start();
    proxy = QuirkProxy.before(server);
    direct = TestS3Client.of(server, bucket).createBucket();
    client = TestS3Client.of(proxy, bucket);
  }

  @AfterEach
  void stop() {
    client.close();
    direct.close();
    proxy.close();
    server.close();
    http.close();
  }

  @Test
  void requests_ofEachKind_areToldApart() {
    client.put("d/a b", new byte[] {1, 2});
    client.bytes("d/a b");
    client.head("d/a b");
    client.keys("d/");
    client.delete("d/a b");
    assertThat(proxy.requests())
        .extracting(S3Request::toString)
        .containsExactly("PUT d/a b", "GET d/a b", "HEAD d/a b", "LIST d/", "DELETE d/a b");
    proxy.reset();
    assertThat(proxy.requests()).isEmpty();
  }

  @Test
  void bodies_ofSomeMebibytes_passUnchanged() {
    byte[] bytes = new byte[5 << 20];
    new Random(7).nextBytes(bytes);
    client.put("big", bytes);
    assertThat(client.bytes("big")).isEqualTo(bytes);
    assertThat(direct.bytes("big")).isEqualTo(bytes);
  }

  @Test
  void opaqueEtags_areTheSameLabelEverywhereAndUnderstood() throws Exception {
    proxy.behaveAs(Quirk.tensorPool());
    String label = client.put("a", new byte[] {1});
    assertThat(label).startsWith("tp.").isNotEqualTo(direct.head("a").eTag());
    assertThat(client.head("a").eTag()).isEqualTo('"' + label + '"');
    assertThat(get("/?list-type=2").body()).contains("&quot;" + label + "&quot;");
    assertThat(get("/a", "If-Match", '"' + label + '"').statusCode()).isEqualTo(200);
    assertThat(get("/a", "If-Match", "\"tp.b3RoZXI\"").statusCode()).isEqualTo(412);
  }

  @Test
  void oddChecksums_areInEveryAnswer() throws Exception {
    client.put("a", new byte[] {1});
    proxy.behaveAs(Set.of(Quirk.ODD_CHECKSUMS));
    assertThat(get("/a").headers().map()).containsKeys("x-amz-checksum-tp128", "content-md5");
    assertThat(get("/?list-type=2").body()).contains("<ChecksumAlgorithm>TP128");
  }

  @Test
  void uploadChecksums_areRefusedAndTheConnectionGoesOn() throws Exception {
    proxy.behaveAs(Quirk.tensorPool());
    HttpRequest.Builder put =
        HttpRequest.newBuilder(uri("/a")).PUT(HttpRequest.BodyPublishers.ofString("body"));
    assertThat(
            http.send(
                    put.copy().header("x-amz-checksum-crc32", "AAAA").build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(400);
    assertThat(http.send(put.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void foreignListingEtags_differFromTheObjectsOwn() throws Exception {
    proxy.behaveAs(Set.of(Quirk.FOREIGN_LISTING_ETAGS));
    String etag = client.put("a", new byte[] {1});
    assertThat(get("/?list-type=2").body()).contains("ls.").doesNotContain(etag);
    assertThat(client.head("a").eTag()).isEqualTo('"' + etag + '"');
  }

  @Test
  void ifMatch_whenItAlwaysFails_is412() throws Exception {
    String etag = client.put("a", new byte[] {1});
    proxy.behaveAs(Set.of(Quirk.IF_MATCH_ALWAYS_FAILS));
    assertThat(get("/a", "If-Match", '"' + etag + '"').statusCode()).isEqualTo(412);
    assertThat(get("/a").statusCode()).isEqualTo(200);
  }

  @Test
  void lagging_showsTheOldUntilItCatchesUp() {
    client.put("changed", new byte[] {1});
    client.put("deleted", new byte[] {2});
    proxy.lagBehind(client.bucket());
    client.put("changed", new byte[] {3, 4});
    client.put("new", new byte[] {5});
    client.delete("deleted");
    assertThat(client.keys("")).containsExactly("changed", "deleted");
    assertThat(client.bytes("changed")).containsExactly(1);
    proxy.catchUp();
    assertThat(client.keys("")).containsExactly("changed", "new");
    assertThat(client.head("changed").eTag()).isEqualTo(direct.head("changed").eTag());
  }

  @Test
  void status_twice_thenHeals() throws Exception {
    client.put("a", new byte[] {1});
    proxy.fault(Kind.GET, 2, Fault.slowDown());
    assertThat(get("/a").statusCode()).isEqualTo(503);
    assertThat(get("/a").statusCode()).isEqualTo(503);
    assertThat(get("/a").statusCode()).isEqualTo(200);
  }

  @Test
  void cutBodies_endInAnError() {
    client.put("a", new byte[100_000]);
    for (Fault fault : new Fault[] {new Fault.ResetAfter(10_000), new Fault.CloseAfter(10_000)}) {
      proxy.fault(Kind.GET, 1, fault);
      assertThatThrownBy(() -> get("/a")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void lengthFaults_areWellFormedButWrong() throws Exception {
    client.put("a", new byte[1000]);
    proxy.fault(Kind.GET, 1, new Fault.Shorten(10));
    assertThat(get("/a", "Range", "bytes=0-99").body()).hasSize(90);
    proxy.fault(Kind.GET, 1, new Fault.Lengthen(10));
    assertThat(get("/a", "Range", "bytes=0-99").body()).hasSize(110);
    proxy.fault(Kind.GET, 1, Fault.withoutContentRange());
    assertThat(get("/a", "Range", "bytes=0-99").headers().firstValue("Content-Range")).isEmpty();
  }

  @Test
  void lostAnswer_hasItsEffect() {
    proxy.fault(Kind.PUT, 1, new Fault.LoseAnswer());
    HttpRequest put =
        HttpRequest.newBuilder(uri("/a")).PUT(HttpRequest.BodyPublishers.ofString("body")).build();
    assertThatThrownBy(() -> http.send(put, BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
    assertThat(direct.bytes("a")).hasSize(4);
  }

  @Test
  void stall_lastsUntilTheTestEndsIt() {
    client.put("a", new byte[1000]);
    CountDownLatch until = new CountDownLatch(1);
    proxy.fault(Kind.GET, 1, new Fault.Stall(500, until));
    CompletableFuture<HttpResponse<String>> get =
        http.sendAsync(HttpRequest.newBuilder(uri("/a")).build(), BodyHandlers.ofString());
    Awaitility.await().until(() -> proxy.count(Kind.GET) == 1);
    assertThat(get).isNotDone();
    until.countDown();
    assertThat(get.join().body()).hasSize(1000);
  }

  @Test
  void endlessListing_neverRepeatsAToken() throws Exception {
    proxy.fault(Kind.LIST, new Fault.Answer(CannedAnswer.endlessListing()));
    assertThat(get("/?list-type=2").body()).contains("token-1<");
    assertThat(get("/?list-type=2&continuation-token=token-1").body()).contains("token-2<");
  }

  @Test
  void cannedError_isOneInTheClientsEyes() {
    client.put("a", new byte[1]);
    proxy.fault(request -> true, 1, Fault.answer(CannedAnswer.error(403, "AccessDenied")));
    assertThatThrownBy(() -> client.head("a")).isInstanceOf(S3Exception.class);
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(proxy.endpoint() + "/" + client.bucket() + path);
  }
}
