package io.tpmount.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tpmount.cli.control.ControlClient;
import io.tpmount.cli.control.Report;
import io.tpmount.cli.control.State;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * What {@code --metrics-addr} serves: {@code /metrics} for Prometheus, {@code /healthz} and {@code
 * /readyz} for who watches over the process, and a page for people. It shows no secret and changes
 * nothing.
 */
final class MetricsPage implements AutoCloseable {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int WRONG_METHOD = 405;
  private static final int NOT_NOW = 503;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Meters meters;
  private final Supplier<Report> mount;

  private record Answer(int status, String type, String text) {}

  private MetricsPage(HttpServer server, Meters meters, Supplier<Report> mount) {
    this.server = server;
    this.meters = meters;
    this.mount = mount;
  }

  /**
   * @throws IOException when the address is taken or not this machine's
   */
  static MetricsPage open(InetSocketAddress address, Meters meters, Supplier<Report> mount)
      throws IOException {
    MetricsPage page = new MetricsPage(HttpServer.create(address, 0), meters, mount);
    page.server.setExecutor(page.threads);
    page.server.createContext("/", page::handle);
    page.server.start();
    return page;
  }

  /** With the port that was free, should port 0 have been asked for. */
  InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean reads = exchange.getRequestMethod().matches("GET|HEAD");
      Answer answer =
          reads
              ? answer(exchange.getRequestURI().getPath())
              : new Answer(WRONG_METHOD, TEXT, "GET only\n");
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange
          .getResponseHeaders()
          .set("Content-Security-Policy", "default-src 'self' 'unsafe-inline'");
      byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer answer(String path) throws IOException {
    return switch (path) {
      case "/" -> new Answer(OK, "text/html; charset=utf-8", page());
      case "/metrics" -> new Answer(OK, PROMETHEUS, meters.scrape());
      case "/status.json" ->
          new Answer(OK, "application/json", ControlClient.json(mount.get()) + "\n");
      case "/healthz" -> healthy(mount.get().state() != State.ENDED);
      case "/readyz" -> healthy(mount.get().state() == State.MOUNTED);
      default -> new Answer(NOT_FOUND, TEXT, "not found\n");
    };
  }

  private static Answer healthy(boolean good) {
    return good ? new Answer(OK, TEXT, "ok\n") : new Answer(NOT_NOW, TEXT, "not serving\n");
  }

  private static String page() throws IOException {
    try (InputStream page = MetricsPage.class.getResourceAsStream("page.html")) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
