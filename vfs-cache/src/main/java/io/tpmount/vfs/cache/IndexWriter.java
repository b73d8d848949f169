package io.tpmount.vfs.cache;

import com.google.common.util.concurrent.Uninterruptibles;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.cache.IndexChange.Durability;
import io.tpmount.vfs.cache.IndexChange.MarkSynced;
import io.tpmount.vfs.cache.IndexChange.PutFile;
import io.tpmount.vfs.cache.IndexChange.PutTime;
import io.tpmount.vfs.cache.IndexChange.PutUpload;
import io.tpmount.vfs.cache.IndexChange.RemoveFile;
import io.tpmount.vfs.cache.IndexChange.RemoveTime;
import io.tpmount.vfs.cache.IndexChange.RemoveUpload;
import io.tpmount.vfs.store.UploadId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only thread that writes to the index: whatever waits when a commit ends goes into the next
 * one together, in the order it came.
 */
final class IndexWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(IndexWriter.class);
  private static final int BATCH = 4096;

  /** Hears, on the writer's thread, what changes came to. */
  @FunctionalInterface
  interface Outcome {
    void ended(Optional<IOException> failure);
  }

  private record Job(List<IndexChange> changes, Durability durability, Outcome outcome) {}

  private final Connection connection;
  private final PreparedStatement putFile;
  private final PreparedStatement removeFile;
  private final PreparedStatement putTime;
  private final PreparedStatement removeTime;
  private final PreparedStatement putUpload;
  private final PreparedStatement removeUpload;
  private final PreparedStatement markSynced;
  private final Consumer<SQLException> failures;
  private final LinkedBlockingQueue<Job> queue = new LinkedBlockingQueue<>();
  private final Job end = new Job(List.of(), Durability.CRASH, failure -> {});

  /** What the connection is set to; of the writer's thread alone. */
  private Durability durability = Durability.CRASH;

  @GuardedBy("this")
  private boolean closed;

  private final Thread thread = new Thread(this::work, "tpmount-cache-index");

  /**
   * @param failures hears of every failed commit
   */
  IndexWriter(Connection connection, Consumer<SQLException> failures) throws SQLException {
    this.connection = connection;
    this.failures = failures;
    putFile =
        connection.prepareStatement("REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    removeFile = connection.prepareStatement("DELETE FROM file WHERE id = ?");
    putTime = connection.prepareStatement("REPLACE INTO written_time VALUES (?, ?, ?)");
    removeTime = connection.prepareStatement("DELETE FROM written_time WHERE key = ?");
    putUpload = connection.prepareStatement("REPLACE INTO left_upload VALUES (?, ?)");
    removeUpload =
        connection.prepareStatement("DELETE FROM left_upload WHERE key = ? AND upload = ?");
    markSynced =
        connection.prepareStatement("UPDATE file SET boot = 0, ever_synced = 1 WHERE boot = ?");
    connection.setAutoCommit(false);
    thread.setDaemon(true);
    thread.start();
  }

  /** The outcome is told when the changes will not be undone; at once, and badly, after the end. */
  void submit(List<IndexChange> changes, Durability durability, Outcome outcome) {
    synchronized (this) {
      if (!closed) {
        queue.add(new Job(changes, durability, outcome));
        return;
      }
    }
    outcome.ended(Optional.of(new IOException("the cache is closed")));
  }

  private void work() {
    boolean ended = false;
    while (!ended) {
      List<Job> batch = new ArrayList<>();
      batch.add(Uninterruptibles.takeUninterruptibly(queue));
      queue.drainTo(batch, BATCH);
      ended = batch.remove(end);
      tell(batch, commit(batch));
    }
  }

  private Optional<SQLException> commit(List<Job> batch) {
    try {
      setSynchronous(batch);
      for (Job job : batch) {
        for (IndexChange change : job.changes()) {
          apply(change);
        }
      }
      connection.commit();
      return Optional.empty();
    } catch (SQLException e) {
      rollback(e);
      return Optional.of(e);
    }
  }

  private void setSynchronous(List<Job> batch) throws SQLException {
    Durability needed =
        batch.stream().map(Job::durability).max(Comparator.naturalOrder()).orElse(durability);
    if (needed == durability) {
      return;
    }
    // Takes effect only outside a transaction.
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = " + (needed == Durability.POWER ? "FULL" : "NORMAL"));
    }
    connection.setAutoCommit(false);
    durability = needed;
  }

  private void rollback(SQLException cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private void tell(List<Job> batch, Optional<SQLException> cause) {
    cause.ifPresent(failures);
    Optional<IOException> failure = cause.map(Sqlite::failure);
    for (Job job : batch) {
      try {
        job.outcome().ended(failure);
      } catch (RuntimeException e) {
        // The others must hear too, and this thread must live.
        log.error("cache index", e);
      }
    }
  }

  private void apply(IndexChange change) throws SQLException {
    switch (change) {
      case PutFile put -> put(put.row());
      case RemoveFile remove -> {
        removeFile.setLong(1, remove.id());
        removeFile.executeUpdate();
      }
      case PutTime put -> {
        putTime.setString(1, put.key().value());
        putTime.setString(2, put.etag().value());
        putTime.setString(3, put.mtime().toString());
        putTime.executeUpdate();
      }
      case RemoveTime remove -> {
        removeTime.setString(1, remove.key().value());
        removeTime.executeUpdate();
      }
      case PutUpload put -> run(putUpload, put.upload());
      case RemoveUpload remove -> run(removeUpload, remove.upload());
      case MarkSynced mark -> {
        markSynced.setLong(1, mark.bootId());
        markSynced.executeUpdate();
      }
    }
  }

  private static void run(PreparedStatement statement, UploadId upload) throws SQLException {
    statement.setString(1, upload.key().value());
    statement.setString(2, upload.value());
    statement.executeUpdate();
  }

  private void put(IndexRow row) throws SQLException {
    putFile.setLong(1, row.id());
    putFile.setString(2, row.version().key().value());
    putFile.setString(3, row.version().etag().value());
    putFile.setLong(4, row.version().size());
    putFile.setBytes(5, row.present().encode());
    putFile.setLong(6, row.allocated());
    putFile.setLong(7, row.usedAt());
    putFile.setLong(8, row.bootId());
    putFile.setBoolean(9, row.everSynced());
    putFile.setLong(10, row.checksum());
    putFile.executeUpdate();
  }

  /** Takes all steps submitted before, then ends. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      queue.add(end);
    }
    Uninterruptibles.joinUninterruptibly(thread);
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sqlite.failure(e);
    }
  }
}
