package io.tpmount.cli.metrics;

import io.tpmount.cli.control.Report;
import io.tpmount.fuse.CallObserver;
import io.tpmount.s3.RequestObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All counting of one mount. Without an address only {@link Traffic} counts, and neither Micrometer
 * nor an HTTP server is ever loaded.
 */
public final class Metrics implements AutoCloseable {
  private final Traffic traffic = new Traffic();
  private final Optional<InetSocketAddress> address;
  private final Optional<Meters> meters;
  private Optional<MetricsPage> page = Optional.empty();

  public Metrics(Optional<InetSocketAddress> address) {
    this.address = address;
    this.meters = address.map(_ -> new Meters());
  }

  public Traffic traffic() {
    return traffic;
  }

  public CallObserver calls() {
    return meters
        .<CallObserver>map(
            each ->
                call -> {
                  traffic.finished(call);
                  each.finished(call);
                })
        .orElse(traffic);
  }

  public RequestObserver requests() {
    return meters.<RequestObserver>map(each -> new Both(traffic, each)).orElse(traffic);
  }

  /**
   * Serves the page, if there is an address.
   *
   * @return where
   * @throws IOException when the address is taken or not this machine's
   */
  public Optional<InetSocketAddress> serve(Supplier<Report> mount) throws IOException {
    if (address.isPresent() && meters.isPresent()) {
      meters.get().follow(mount);
      page = Optional.of(MetricsPage.open(address.get(), meters.get(), mount));
    }
    return page.map(MetricsPage::address);
  }

  @Override
  public void close() {
    page.ifPresent(MetricsPage::close);
  }

  private record Both(Traffic traffic, Meters meters) implements RequestObserver {
    @Override
    public void started() {
      traffic.started();
    }

    @Override
    public void received(String operation, long bytes) {
      traffic.received(operation, bytes);
      meters.received(operation, bytes);
    }

    @Override
    public void finished(Request request) {
      traffic.finished(request);
      meters.finished(request);
    }
  }
}
