package io.tpmount.vfs.store;

import io.tpmount.vfs.unit.ByteRange;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the answers of a store under test, and fails when one doesn't come. */
public final class StoreCalls {
  private static final long PATIENCE_SECONDS = 60;

  private StoreCalls() {}

  /** The answer of a call that must succeed. */
  public static <T> T answerOf(CompletableFuture<T> call) {
    try {
      return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("expected an answer", e.getCause());
    } catch (TimeoutException | CancellationException e) {
      throw new AssertionError("expected an answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The reason of a call that must fail, and fail with a {@link StoreException}. */
  public static StoreError errorOf(CompletableFuture<?> call) {
    try {
      throw new AssertionError(
          "expected a failure, got " + call.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        return failure.error();
      }
      throw new AssertionError("expected a StoreException", e.getCause());
    } catch (TimeoutException | CancellationException e) {
      throw new AssertionError("expected a failure", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  public static ObjectInfo put(ObjectStore store, String key, byte[] bytes) {
    return answerOf(store.put(ObjectKey.of(key), Body.of(bytes), PutOptions.NONE));
  }

  /** The whole object, whichever version is there. */
  public static byte[] read(ObjectStore store, String key) {
    long size = answerOf(store.head(ObjectKey.of(key))).size();
    return size == 0 ? new byte[0] : read(store, key, new ByteRange(0, size), Optional.empty());
  }

  public static byte[] read(
      ObjectStore store, String key, ByteRange range, Optional<ETag> version) {
    Collected collected = new Collected(range.offset());
    answerOf(store.get(new GetRequest(ObjectKey.of(key), range, version), collected));
    return collected.bytes();
  }

  /** Every page of a listing, the first asked as given. */
  public static List<ListPage> pages(ObjectStore store, ListRequest first) {
    List<ListPage> pages = new ArrayList<>();
    ListPage page = answerOf(store.list(first));
    pages.add(page);
    while (page.next().isPresent()) {
      page = answerOf(store.list(first.after(page.next().get())));
      pages.add(page);
    }
    return pages;
  }

  /** Every key below a prefix, by flat listing. */
  public static List<String> keys(ObjectStore store, String prefix) {
    return pages(store, ListRequest.flat(prefix)).stream()
        .flatMap(page -> page.objects().stream())
        .map(info -> info.key().value())
        .toList();
  }

  /** Bytes that look like noise and are the same for the same seed. */
  public static byte[] noise(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** A sink that keeps what comes and insists on its order. */
  public static final class Collected implements BodySink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long start;

    public Collected(long start) {
      this.start = start;
    }

    @Override
    public synchronized void accept(long position, ByteBuffer buffer) {
      if (position != start + bytes.size()) {
        throw new AssertionError(
            "at " + position + " after " + bytes.size() + " bytes from " + start);
      }
      byte[] copy = new byte[buffer.remaining()];
      buffer.get(copy);
      bytes.writeBytes(copy);
    }

    public synchronized byte[] bytes() {
      return bytes.toByteArray();
    }
  }
}
