package io.tpmount.s3.testing.fast;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The network between a client and a {@link FastS3Server}, as far as it is imposed, and what went
 * over it.
 */
public final class Wire {
  private static final int SLICE = 1 << 18;

  /** Where the traffic is told of. */
  static final String TRAFFIC_PATH = "/-/traffic";

  private final Duration latency;
  private final long bytesPerSecond;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();

  /**
   * @param latency before the first byte of each answer
   * @param bytesPerSecond of one connection, towards the client; 0 for no limit
   */
  public Wire(Duration latency, long bytesPerSecond) {
    this.latency = latency;
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Nothing imposed. */
  static Wire free() {
    return new Wire(Duration.ZERO, 0);
  }

  static Wire of(String latencyMillis, String bytesPerSecond) {
    return new Wire(
        Duration.ofMillis(Long.parseLong(latencyMillis)), Long.parseLong(bytesPerSecond));
  }

  /** What {@link #of} reads. */
  List<String> arguments() {
    return List.of(Long.toString(latency.toMillis()), Long.toString(bytesPerSecond));
  }

  /** Requests so far and bytes of objects sent so far, as two numbers with a space between. */
  String traffic() {
    return requests.get() + " " + sent.get();
  }

  void beforeAnswer() {
    requests.incrementAndGet();
    LockSupport.parkNanos(latency.toNanos());
  }

  void send(Content content, SocketChannel client) throws IOException {
    if (bytesPerSecond == 0) {
      content.writeTo(client);
      sent.addAndGet(content.length());
      return;
    }
    long start = System.nanoTime();
    for (long done = 0; done < content.length(); done += SLICE) {
      long count = Math.min(SLICE, content.length() - done);
      content.slice(done, count).writeTo(client);
      sent.addAndGet(count);
      long due = start + (long) ((done + count) * 1e9 / bytesPerSecond);
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }
}
