package io.tpmount.fuse;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that take requests and work on them.
 *
 * <p>A thread that works is lost to the others for as long as its request makes it wait: with
 * libfuse for the store, which is the only way to answer there, and with any driver for a slow
 * disk. So whoever takes a request while nobody else is left to receive starts another thread (a
 * request to interrupt the first must be received too), and whoever comes back ends if plenty of
 * others receive. At the cap, requests queue in the kernel.
 */
public final class RequestLoop {
  private static final Logger log = LoggerFactory.getLogger(RequestLoop.class);

  /** Where one thread gets its requests from. */
  public interface Source extends AutoCloseable {
    /** Waits for a request; false when the session has ended. */
    boolean receive();

    /** Works on the request received last. */
    void process();

    @Override
    void close();
  }

  /** More waiting requests than a kernel with max_background=128 and its readers make. */
  private static final int MOST_THREADS = 256;

  private final int workers;
  private final Supplier<? extends Source> sources;
  private final Runnable ending;
  private final Runnable atEnd;
  private final AtomicInteger started = new AtomicInteger();

  /** Counted before they start and until they have left. */
  private final AtomicInteger threads = new AtomicInteger();

  /** Those of them that are not working on a request. */
  private final AtomicInteger receiving = new AtomicInteger();

  private volatile boolean ended;

  /**
   * @param workers threads to begin with
   * @param sources one for each thread, closed by it
   * @param ending run by each thread that sees the end, to end the waits of the others
   * @param atEnd run once by the last thread to leave
   */
  public RequestLoop(
      int workers, Supplier<? extends Source> sources, Runnable ending, Runnable atEnd) {
    this.workers = workers;
    this.sources = sources;
    this.ending = ending;
    this.atEnd = atEnd;
  }

  public void start() {
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
    try (Source source = sources.get()) {
      boolean more = true;
      while (more && source.receive()) {
        more = work(source);
      }
      if (more) {
        ended = true;
        ending.run();
      }
    } catch (Throwable e) {
      log.error("a thread of the FUSE loop ends", e);
    } finally {
      leave();
    }
  }

  /** Whether this thread is still needed: a load about as wide as the workers starts none anew. */
  private boolean work(Source source) {
    if (receiving.decrementAndGet() == 0 && !ended) {
      startAnother();
    }
    try {
      source.process();
    } finally {
      receiving.incrementAndGet();
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
