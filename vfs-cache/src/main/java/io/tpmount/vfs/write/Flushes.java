package io.tpmount.vfs.write;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Those who wait until the store has what a file held when they asked. */
final class Flushes {
  private record Flush(long generation, CompletableFuture<Void> done) {}

  @GuardedBy("this")
  private final ListMultimap<WriteBack.Source, Flush> waiting = ArrayListMultimap.create();

  /** Fails with the {@link StoreException} of the next try that fails. */
  synchronized CompletableFuture<Void> add(WriteBack.Source source) {
    Flush flush = new Flush(source.file().generation(), new CompletableFuture<>());
    waiting.put(source, flush);
    return flush.done();
  }

  synchronized boolean hasAny(WriteBack.Source source) {
    return waiting.containsKey(source);
  }

  /** The store has the content of that generation. */
  void stored(WriteBack.Source source, long generation) {
    take(source, generation).forEach(flush -> flush.done().complete(null));
  }

  /** The store has all of it, or nobody wants it to. */
  void over(WriteBack.Source source) {
    stored(source, Long.MAX_VALUE);
  }

  void failed(WriteBack.Source source, StoreError error) {
    take(source, Long.MAX_VALUE)
        .forEach(flush -> flush.done().completeExceptionally(new StoreException(error)));
  }

  private synchronized List<Flush> take(WriteBack.Source source, long generation) {
    List<Flush> taken = new ArrayList<>();
    for (Iterator<Flush> each = waiting.get(source).iterator(); each.hasNext(); ) {
      Flush flush = each.next();
      if (flush.generation() <= generation) {
        each.remove();
        taken.add(flush);
      }
    }
    return taken;
  }
}
