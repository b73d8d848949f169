package io.tpmount.cli.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tpmount.cli.control.Backlog;
import io.tpmount.cli.control.Figures;
import io.tpmount.cli.control.Report;
import io.tpmount.fuse.CallObserver;
import io.tpmount.s3.RequestObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The same and more as Prometheus sees it. Its names are pinned by docs/METRICS.md. */
final class Meters implements CallObserver, RequestObserver {
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(100_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
    Duration.ofSeconds(60)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Kind, Timer> calls = new ConcurrentHashMap<>();
  private final Map<Kind, Timer> requests = new ConcurrentHashMap<>();
  private final Map<String, Counter> requestBytes = new ConcurrentHashMap<>();

  private record Kind(String operation, String outcome) {}

  Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Shows what the mount tells of itself, asked anew at each scrape. */
  void follow(Supplier<Report> mount) {
    Supplier<Figures> figures = () -> mount.get().figures();
    counter("tpmount.calls.read.bytes", figures, f -> f.calls().readBytes());
    counter("tpmount.calls.written.bytes", figures, f -> f.calls().writtenBytes());
    counter("tpmount.cache.hit.bytes", figures, f -> f.reads().atHandBytes());
    counter("tpmount.cache.miss.bytes", figures, f -> f.reads().awaitedBytes());
    gauge("tpmount.cache.used.bytes", figures, f -> f.cache().usedBytes());
    gauge("tpmount.cache.dirty.bytes", figures, f -> f.cache().dirtyBytes());
    gauge("tpmount.cache.files", figures, f -> f.cache().files());
    gauge("tpmount.cache.dirty.files", figures, f -> f.cache().dirtyFiles());
    gauge("tpmount.memory.used.bytes", figures, f -> f.memory().usedBytes());
    gauge("tpmount.memory.limit.bytes", figures, f -> f.memory().limitBytes());
    gauge("tpmount.requests.inflight", figures, f -> f.requests().inFlight());
    gauge("tpmount.open.files", figures, Figures::openFiles);
    Supplier<Backlog> pending = () -> mount.get().pending();
    gauge("tpmount.uploads.pending.files", pending, Backlog::files);
    gauge("tpmount.uploads.pending.bytes", pending, Backlog::bytes);
    gauge("tpmount.uploads.failed.files", pending, Backlog::failed);
  }

  @Override
  public void finished(Call call) {
    calls
        .computeIfAbsent(new Kind(call.operation(), call.outcome()), this::callTimer)
        .record(call.time());
  }

  @Override
  public void finished(Request request) {
    Kind kind = new Kind(request.operation(), request.outcome());
    requests.computeIfAbsent(kind, this::requestTimer).record(request.time());
    if (!Traffic.isDownload(request) && request.outcome().equals(Traffic.OK)) {
      countBytes(request.operation(), request.bytes());
    }
  }

  @Override
  public void received(String operation, long bytes) {
    countBytes(operation, bytes);
  }

  private void countBytes(String operation, long bytes) {
    requestBytes.computeIfAbsent(operation, this::byteCounter).increment((double) bytes);
  }

  String scrape() {
    return registry.scrape();
  }

  private Timer callTimer(Kind kind) {
    return Timer.builder("tpmount.calls")
        .description("Calls of programs through the kernel")
        .tags("op", kind.operation(), "outcome", kind.outcome())
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Timer requestTimer(Kind kind) {
    return Timer.builder("tpmount.requests")
        .description("Requests to the store, retries included")
        .tags("op", kind.operation(), "outcome", kind.outcome())
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter byteCounter(String operation) {
    return Counter.builder("tpmount.requests.bytes")
        .description("Bytes of bodies received and, of requests that succeeded, sent")
        .tag("op", operation)
        .register(registry);
  }

  private <T> void counter(String name, Supplier<T> source, ToLongFunction<T> value) {
    FunctionCounter.builder(name, source, from -> (double) value.applyAsLong(from.get()))
        .register(registry);
  }

  private <T> void gauge(String name, Supplier<T> source, ToLongFunction<T> value) {
    Gauge.builder(name, () -> (double) value.applyAsLong(source.get())).register(registry);
  }
}
