package io.tpmount.fuse.jnr;

import java.util.concurrent.atomic.AtomicInteger;
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
  private final AtomicInteger started = new AtomicInteger();

  /** Counted before they start and until they have left. */
  private final AtomicInteger threads = new AtomicInteger();

  /** Those of them that are not working on a request. */
  private final AtomicInteger receiving = new AtomicInteger();

  private volatile boolean ended;

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

  void start() {
    threads.addAndGet(workers);
    receiving.addAndGet(workers);
    for (int i = 0; i < workers; i++) {
      startThread();
    }
  }

  private void startThread() {
    String name = "fuse-" + started.getAndIncrement();
    Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  private void startAnother() {
    if (threads.incrementAndGet() > MOST_THREADS) {
      threads.decrementAndGet();
      return;
    }
    receiving.incrementAndGet();
    startThread();
  }

  private void run() {
    try (RequestBuffer buffer = buffers.get()) {
      boolean more = true;
      while (more && buffer.receive()) {
        more = work(buffer);
      }
      if (more) {
        ended = true;
        waits.end();
      }
    } catch (Throwable e) {
      log.error("a thread of the FUSE loop ends", e);
    } finally {
      leave();
    }
  }

  /** Whether this thread is still needed: a load about as wide as the workers starts none anew. */
  private boolean work(RequestBuffer buffer) {
    boolean interrupt = buffer.isInterrupt();
    if (receiving.decrementAndGet() == 0 && !ended) {
      startAnother();
    }
    try {
      buffer.process();
    } finally {
      receiving.incrementAndGet();
    }
    if (interrupt) {
      waits.recheck();
    }
    return receiving.get() <= 2 * workers;
  }

  /** Whoever starts another is itself still counted, so that there is one last thread. */
  private void leave() {
    receiving.decrementAndGet();
    if (threads.decrementAndGet() == 0) {
      atEnd.run();
    }
  }
}
