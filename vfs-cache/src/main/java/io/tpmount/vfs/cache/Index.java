package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.IndexChange.Durability;
import io.tpmount.vfs.cache.IndexChange.PutTime;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.UploadId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of all clean data files, in SQLite. It may lag behind them but claims nothing that they
 * do not hold; losing it costs fetches, never data, because what is dirty stands in the {@link
 * Sidecar}s alone.
 *
 * <p>SQLite and not a log-structured store of our own or RocksDB: one file that people can look
 * into, reads beside a writer, a start that reads an index and not all rows, and by far the most
 * tested of all.
 */
final class Index implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Index.class);

  /**
   * Sums over all files.
   *
   * @param files their number
   * @param allocated bytes of disk they take
   */
  record Totals(long files, long allocated) {}

  /**
   * A file that could be dropped.
   *
   * @param usedAt as {@link IndexRow#usedAt}
   */
  record Victim(long id, long allocated, long usedAt) {
    /** Before all others. */
    static final Victim NONE = new Victim(0, 0, Long.MIN_VALUE);

    /** After all others. */
    static final Victim LAST = new Victim(0, 0, Long.MAX_VALUE);
  }

  private final CacheLayout layout;
  private final IndexWriter writer;
  private final AtomicBoolean damaged = new AtomicBoolean();
  private final IndexReader reader;

  /** Whether a time was ever noted: most caches only read. */
  private volatile boolean hasTimes;

  private Index(CacheLayout layout) throws SQLException {
    this.layout = layout;
    Connection connection = Sqlite.open(layout.index());
    reader = new IndexReader(layout.index());
    writer = new IndexWriter(connection, this::heed);
  }

  /** Opens the index, or a new one in its stead when it is damaged. */
  static Index open(CacheLayout layout) throws IOException {
    if (Files.deleteIfExists(layout.indexDamaged())) {
      setAside(layout, "it failed while in use");
    }
    try {
      return openOnce(layout);
    } catch (SQLException e) {
      if (!Sqlite.isDamage(e)) {
        throw Sqlite.failure(e);
      }
      setAside(layout, e.getMessage());
    }
    try {
      return openOnce(layout);
    } catch (SQLException e) {
      throw Sqlite.failure(e);
    }
  }

  private static Index openOnce(CacheLayout layout) throws SQLException, IOException {
    Index index = new Index(layout);
    try {
      // Reads a whole tree, so that most damage shows here and not later.
      index.reader.totals();
      index.hasTimes = index.reader.countTimes() > 0;
      return index;
    } catch (SQLException e) {
      index.close();
      throw e;
    }
  }

  private static void setAside(CacheLayout layout, String why) throws IOException {
    Path aside = layout.index().resolveSibling("index.aside-" + System.currentTimeMillis());
    log.error("the cache index is damaged ({}): starting a new one, the old is {}", why, aside);
    if (Files.exists(layout.index())) {
      Files.move(layout.index(), aside);
    }
    for (String suffix : List.of("-wal", "-shm")) {
      Files.deleteIfExists(layout.index().resolveSibling("index.db" + suffix));
    }
  }

  /**
   * Damage that shows in use makes the next start begin a new index; until then rows are missed.
   */
  private void heed(SQLException e) {
    log.error("cache index: {}", e.getMessage());
    if (Sqlite.isDamage(e) && damaged.compareAndSet(false, true)) {
      try {
        Files.createFile(layout.indexDamaged());
      } catch (IOException again) {
        log.error("cache index: {}", again.getMessage());
      }
    }
  }

  /** Queues changes; a failure is logged, and costs fetches. */
  void tell(IndexChange... changes) {
    tell(failure -> {}, changes);
  }

  /** Queues changes, and tells what they came to. */
  void tell(IndexWriter.Outcome outcome, IndexChange... changes) {
    submit(Durability.CRASH, outcome, changes);
  }

  /** Returns when the changes survive what {@code durability} says. */
  void apply(Durability durability, IndexChange... changes) throws IOException {
    CompletableFuture<Optional<IOException>> ended = new CompletableFuture<>();
    submit(durability, ended::complete, changes);
    Optional<IOException> failure = ended.join();
    if (failure.isPresent()) {
      throw new IOException(failure.get().getMessage(), failure.get());
    }
  }

  private void submit(Durability durability, IndexWriter.Outcome outcome, IndexChange... changes) {
    if (Stream.of(changes).anyMatch(PutTime.class::isInstance)) {
      hasTimes = true;
    }
    writer.submit(List.of(changes), durability, outcome);
  }

  Totals totals() throws IOException {
    try {
      return reader.totals();
    } catch (SQLException e) {
      throw Sqlite.failure(e);
    }
  }

  /** The rows of that version whose claims hold: of this boot, or synced. */
  List<IndexRow> find(Version version, long bootId) {
    return ask(() -> reader.find(version, bootId), List.of());
  }

  /** The files longest unused, from the one that follows {@code after} on. */
  List<Victim> leastRecentlyUsed(Victim after, int limit) {
    return ask(() -> reader.leastRecentlyUsed(after, limit), List.of());
  }

  /** Files with ids above {@code id}, in their order. */
  List<Victim> idsAfter(long id, int limit) {
    return ask(() -> reader.idsAfter(id, limit), List.of());
  }

  /** Files of another boot that were never synced: what they claim may not be on the disk. */
  List<Victim> notSyncedBefore(long bootId, int limit) {
    return ask(() -> reader.notSyncedBefore(bootId, limit), List.of());
  }

  /**
   * Files in the order of their last use, the newest first, from the one before {@code next} on.
   */
  List<IndexRow> mostRecentlyUsed(Victim next, int limit) {
    return ask(() -> reader.mostRecentlyUsed(next, limit), List.of());
  }

  /** The row of a file; empty also when it is not what was written. */
  Optional<IndexRow> row(long id) {
    return ask(() -> reader.row(id), Optional.empty());
  }

  /** What is known of a file, if it is. */
  Optional<Victim> victim(long id) {
    return ask(() -> reader.victim(id), Optional.empty());
  }

  /** Whether a file is known; also when that can't be told. */
  boolean hasFile(long id) {
    return ask(() -> reader.victim(id).isPresent(), true);
  }

  /** The multipart uploads that nobody needs any more. */
  List<UploadId> leftUploads() {
    return ask(reader::leftUploads, List.of());
  }

  /** The times noted for those versions; no query where none was ever noted. */
  Map<ObjectKey, Instant> times(List<ObjectInfo> versions) {
    return versions.isEmpty() || !hasTimes ? Map.of() : ask(() -> reader.times(versions), Map.of());
  }

  /** A question that fails is answered as if nothing were known, which costs fetches only. */
  private <T> T ask(Question<T> question, T unknown) {
    try {
      return question.ask();
    } catch (SQLException e) {
      heed(e);
      return unknown;
    }
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask() throws SQLException;
  }

  @Override
  public void close() throws IOException {
    writer.close();
    try {
      reader.close();
    } catch (SQLException e) {
      throw Sqlite.failure(e);
    }
  }
}
