package io.tpmount.fuse.jnr;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that take requests and work on them. libfuse's own would be attached to and detached
 * from the JVM at every call.
 *
 * <p>A thread whose upcall waits for the store is lost to the others, as this API has no other way
 * to answer. So a thread that is about to wait starts another if none is left to receive (a request
 * to interrupt it must be received too), and one that comes back ends if enough others receive. At
 * the cap, requests queue in the kernel.
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
   * @param workers threads kept waiting for requests
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

  /** To be called by a thread of this loop that is about to wait. */
  synchronized void makeRoom() {
    if (receiving == 0 && threads < MOST_THREADS && !ended) {
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
    busy();
    boolean interrupt = buffer.isInterrupt();
    buffer.process();
    if (interrupt) {
      waits.recheck();
    }
    return idleAgain();
  }

  private synchronized void busy() {
    receiving--;
  }

  private synchronized boolean idleAgain() {
    receiving++;
    return receiving <= workers;
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
