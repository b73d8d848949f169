package io.tpmount.fuse.jnr;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that take requests and work on them. libfuse's own would be attached to and detached
 * from the JVM at every call.
 *
 * <p>A thread that works is lost to the others for as long as its upcall waits for the store, or
 * for a path that libfuse has locked for another call: this API has no other way to answer. So
 * whoever takes a request while nobody else is left to receive starts another thread (a request to
 * interrupt the first must be received too), and whoever comes back ends if plenty of others
 * receive. At the cap, requests queue in the kernel.
 */
final class Loop {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  /** More waiting requests than a kernel with max_background=128 and its readers make. */
  private static final int MOST_THREADS = 256;

  private final int workers;
  private final Supplier<RequestBuffer> buffers;
  private final Waits waits;
  private final Runnable atEnd;

  @GuardedBy("this")
  private int threads;

  @GuardedBy("this")
  private int receiving;

  @GuardedBy("this")
  private int started;

  @GuardedBy("this")
  private boolean ended;

  /**
   * @param workers threads to begin with
   * @param atEnd run once by the last thread to leave
   */
  Loop(int workers, Supplier<RequestBuffer> buffers, Waits waits, Runnable atEnd) {
    this.workers = workers;
    this.buffers = buffers;
    this.waits = waits;
    this.atEnd = atEnd;
  }

  synchronized void start() {
    for (int i = 0; i < workers; i++) {
      startThread();
    }
  }

  @GuardedBy("this")
  private void startThread() {
    threads++;
    receiving++;
    Thread.ofPlatform().daemon().name("fuse-" + started++).start(this::run);
  }

  private void run() {
    try (RequestBuffer buffer = buffers.get()) {
      boolean more = true;
      while (more && buffer.receive()) {
        more = work(buffer);
      }
      if (more) {
        end();
      }
    } catch (Throwable e) {
      log.error("a thread of the FUSE loop ends", e);
    } finally {
      leave();
    }
  }

  /** Whether this thread is still needed. */
  private boolean work(RequestBuffer buffer) {
    boolean interrupt = buffer.isInterrupt();
    taken();
    try {
      buffer.process();
    } finally {
      worked();
    }
    if (interrupt) {
      waits.recheck();
    }
    return isNeeded();
  }

  private synchronized void taken() {
    receiving--;
    if (receiving == 0 && threads < MOST_THREADS && !ended) {
      startThread();
    }
  }

  private synchronized void worked() {
    receiving++;
  }

  /** Twice the workers, so that a load about as wide as they are does not start and end threads. */
  private synchronized boolean isNeeded() {
    return receiving <= 2 * workers;
  }

  private void end() {
    synchronized (this) {
      ended = true;
    }
    waits.end();
  }

  private void leave() {
    boolean last;
    synchronized (this) {
      threads--;
      receiving--;
      last = threads == 0;
    }
    if (last) {
      atEnd.run();
    }
  }
}
