package io.tpmount.benchmarks.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that work on files side by side. Whoever waits for them can be interrupted, also where
 * they themselves cannot be: in a system call on a mount that does not answer.
 */
final class Crew {
  /** What is done to one item. */
  interface Work<T, R> {
    R apply(T item) throws IOException;
  }

  private Crew() {}

  /** The results in the order of the items. */
  static <T, R> List<R> map(int threads, List<T> items, Work<T, R> work)
      throws IOException, InterruptedException {
    ExecutorService executor =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().name("crew").factory());
    try {
      List<Callable<R>> calls = new ArrayList<>();
      items.forEach(item -> calls.add(() -> work.apply(item)));
      List<R> results = new ArrayList<>();
      for (Future<R> result : executor.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static IOException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException failure -> failure;
      case RuntimeException failure -> throw failure;
      case Error failure -> throw failure;
      default -> new IOException(e.getCause());
    };
  }
}
