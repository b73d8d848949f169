package io.tpmount.s3.testing;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A {@link QuirkProxy} as a process: {@code SERVER PORT [setting]...}, where a setting is a {@link
 * Quirk}, {@code tensorpool}, {@code latency=MILLIS}, {@code rate=BYTES_PER_SECOND}, or {@code
 * slowdown=SHARE} of requests.
 */
public final class QuirkProxyMain {
  private QuirkProxyMain() {}

  /** A server that is there already; the proxy needs no keys of it. */
  private record Given(URI endpoint) implements S3Server {
    @Override
    public String accessKey() {
      return "";
    }

    @Override
    public String secretKey() {
      return "";
    }

    @Override
    public void close() {
      // Not ours to end.
    }
  }

  public static void main(String[] args) {
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(args));
    Given server = new Given(URI.create(rest.remove()));
    QuirkProxy proxy = QuirkProxy.before(server, Integer.parseInt(rest.remove()));
    Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
    rest.forEach(setting -> apply(setting, proxy, quirks));
    proxy.behaveAs(quirks);
    System.out.println(proxy.endpoint());
    LockSupport.park();
  }

  private static void apply(String setting, QuirkProxy proxy, Set<Quirk> quirks) {
    String[] parts = setting.split("=", 2);
    String value = parts.length < 2 ? "" : parts[1];
    switch (parts[0]) {
      case "tensorpool" -> quirks.addAll(Quirk.tensorPool());
      case "latency" ->
          proxy.fault(request -> true, new Fault.Delay(Duration.ofMillis(Long.parseLong(value))));
      case "rate" -> proxy.fault(request -> true, new Fault.Throttle(Long.parseLong(value)));
      case "slowdown" ->
          proxy.faultShare(request -> true, Double.parseDouble(value), Fault.slowDown());
      default -> quirks.add(Quirk.valueOf(setting));
    }
  }
}
