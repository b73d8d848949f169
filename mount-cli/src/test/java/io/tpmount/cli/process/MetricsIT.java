package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tpmount.s3.testing.Fault;
import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code --metrics-addr} serves, against what really went over the wire. */
final class MetricsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SIZE = 3 << 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private CountedScene counted;
  private QuirkProxy proxy;
  private MountScene scene;

  @BeforeEach
  void prepare() throws IOException {
    counted = CountedScene.start();
    proxy = counted.proxy();
    scene = counted.scene();
  }

  @AfterEach
  void cleanUp() throws IOException {
    http.close();
    counted.close();
  }

  private URI mountWithMetrics() {
    RunningTpmount mount = scene.mount("--metrics-addr=127.0.0.1:0", "--log-level=INFO");
    Pattern line = Pattern.compile("metrics at (http://\\S+)");
    await().atMost(PATIENCE).until(() -> line.matcher(mount.err()).find());
    Matcher matcher = line.matcher(mount.err());
    assertThat(matcher.find()).isTrue();
    return URI.create(matcher.group(1));
  }

  private HttpResponse<String> get(URI page) {
    return send(HttpRequest.newBuilder(page));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The sum over all series of a metric whose labels hold {@code labels}. */
  private static double value(String scrape, String metric, String labels) {
    return scrape
        .lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .filter(line -> line.contains(labels))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void metrics_afterReadsAndWrites_areWhatWentOverTheWire() {
    scene.bucket().put("file", new byte[SIZE]);
    URI page = mountWithMetrics();
    proxy.reset();

    Shell.output(
        "cmp", "-n", Integer.toString(SIZE), scene.inMount("file").toString(), "/dev/zero");
    Shell.output("dd", "if=/dev/zero", "of=" + scene.inMount("new"), "bs=1M", "count=2");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              String scrape = get(page.resolve("/metrics")).body();
              assertThat(proxy.count(Kind.PUT)).isEqualTo(1);
              assertCounted(scrape, "GetObject", Kind.GET);
              assertCounted(scrape, "PutObject", Kind.PUT);
              assertCounted(scrape, "ListObjectsV2", Kind.LIST);
            });

    String scrape = get(page.resolve("/metrics")).body();
    assertThat(value(scrape, "tpmount_requests_bytes_total", "op=\"PutObject\""))
        .isEqualTo(2 << 20);
    assertThat(value(scrape, "tpmount_requests_bytes_total", "op=\"GetObject\""))
        .isGreaterThanOrEqualTo(SIZE);
    double read = value(scrape, "tpmount_calls_read_bytes_total", "");
    assertThat(read).isGreaterThanOrEqualTo(SIZE);
    assertThat(value(scrape, "tpmount_calls_written_bytes_total", "")).isEqualTo(2 << 20);
    assertThat(
            value(scrape, "tpmount_cache_hit_bytes_total", "")
                + value(scrape, "tpmount_cache_miss_bytes_total", ""))
        .isEqualTo(read);
    assertThat(value(scrape, "tpmount_calls_seconds_count", "op=\"read\",outcome=\"ok\""))
        .isPositive();
    assertThat(value(scrape, "tpmount_cache_used_bytes", "")).isGreaterThanOrEqualTo(SIZE);
    assertThat(value(scrape, "tpmount_memory_limit_bytes", "")).isPositive();
    assertThat(value(scrape, "jvm_memory_used_bytes", "area=\"heap\"")).isPositive();
  }

  private void assertCounted(String scrape, String operation, Kind kind) {
    assertThat(value(scrape, "tpmount_requests_seconds_count", "op=\"" + operation + "\""))
        .as(operation)
        .isEqualTo(proxy.count(kind));
  }

  @Test
  void metrics_failuresOfCallsAndRequests_areToldByTheirName() {
    scene.bucket().put("file", new byte[1]);
    URI page = mountWithMetrics();
    proxy.fault(Kind.LIST, 1, Fault.slowDown());

    assertThat(Shell.run("cat", scene.inMount("absent").toString()).exitCode()).isNotZero();
    Shell.output("cat", scene.inMount("file").toString());

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              String scrape = get(page.resolve("/metrics")).body();
              assertThat(
                      value(
                          scrape,
                          "tpmount_requests_seconds_count",
                          "op=\"ListObjectsV2\",outcome=\"Throttled\""))
                  .isEqualTo(1);
              assertThat(
                      value(
                          scrape,
                          "tpmount_calls_seconds_count",
                          "op=\"lookup\",outcome=\"ENOENT\""))
                  .isPositive();
            });
  }

  @Test
  void pages_ofARunningMount_answer() {
    URI page = mountWithMetrics();

    assertThat(get(page.resolve("/healthz")).statusCode()).isEqualTo(200);
    assertThat(get(page.resolve("/readyz")).statusCode()).isEqualTo(200);
    assertThat(get(page).body()).contains("<title>tpmount</title>").doesNotContain("http");
    assertThat(get(page.resolve("/status.json")).body())
        .contains("\"state\":\"MOUNTED\"")
        .contains(scene.bucket().bucket());
    assertThat(get(page.resolve("/other")).statusCode()).isEqualTo(404);
    HttpRequest.Builder post =
        HttpRequest.newBuilder(page).POST(HttpRequest.BodyPublishers.noBody());
    assertThat(send(post).statusCode()).isEqualTo(405);
  }

  @Test
  void mount_addressThatIsTaken_mountsAndSaysSo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      RunningTpmount mount = scene.mount("--metrics-addr=:" + taken.getLocalPort());

      await().atMost(PATIENCE).until(() -> mount.err().contains("--metrics-addr"));
      assertThat(scene.isMounted()).isTrue();
    }
  }
}
