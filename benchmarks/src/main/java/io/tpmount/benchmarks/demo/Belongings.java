package io.tpmount.benchmarks.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;

/** What must not outlive the demo: closed in reverse order, at the latest when the JVM ends. */
final class Belongings implements AutoCloseable {
  @GuardedBy("this")
  private final Deque<AutoCloseable> things = new ArrayDeque<>();

  static Belongings ofThisProcess() {
    Belongings belongings = new Belongings();
    Runtime.getRuntime().addShutdownHook(new Thread(belongings::close));
    return belongings;
  }

  synchronized <T extends AutoCloseable> T add(T thing) {
    things.push(thing);
    return thing;
  }

  /** Idempotent; goes on where one thing fails. Whoever comes second waits for the first. */
  @Override
  public synchronized void close() {
    while (!things.isEmpty()) {
      try {
        things.pop().close();
      } catch (Exception e) {
        System.err.println("demo: cleaning up: " + e);
      }
    }
  }
}
