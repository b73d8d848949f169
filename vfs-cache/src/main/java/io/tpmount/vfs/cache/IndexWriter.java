package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.IndexChange.Durability;
import io.tpmount.vfs.cache.IndexChange.MarkSynced;
import io.tpmount.vfs.cache.IndexChange.PutFile;
import io.tpmount.vfs.cache.IndexChange.PutTime;
import io.tpmount.vfs.cache.IndexChange.RemoveFile;
import io.tpmount.vfs.cache.IndexChange.RemoveTime;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * The only thread that writes to the index: whatever waits when a commit ends goes into the next
 * one together, in the order it came.
 */
final class IndexWriter implements AutoCloseable {
  private static final int BATCH = 4096;

  private record Job(
      List<IndexChange> changes, Durability durability, CompletableFuture<Void> done) {}

  private final Connection connection;
  private final PreparedStatement putFile;
  private final PreparedStatement removeFile;
  private final PreparedStatement putTime;
  private final PreparedStatement removeTime;
  private final PreparedStatement markSynced;
  private final Consumer<SQLException> failures;
  private final LinkedBlockingQueue<Job> queue = new LinkedBlockingQueue<>();
  private final Job end = new Job(List.of(), Durability.CRASH, new CompletableFuture<>());

  /** What the connection is set to; of the writer's thread alone. */
  private Durability durability = Durability.CRASH;

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
    markSynced =
        connection.prepareStatement("UPDATE file SET boot = 0, ever_synced = 1 WHERE boot = ?");
    connection.setAutoCommit(false);
    thread.setDaemon(true);
    thread.start();
  }

  /** The future is done, on the writer's thread, when the changes will not be undone. */
  CompletableFuture<Void> submit(List<IndexChange> changes, Durability durability) {
    Job job = new Job(changes, durability, new CompletableFuture<>());
    queue.add(job);
    return job.done();
  }

  private void work() {
    boolean ended = false;
    while (!ended) {
      List<Job> batch = new ArrayList<>();
      try {
        batch.add(queue.take());
      } catch (InterruptedException e) {
        // Only close() ends this thread, after all that was submitted.
        continue;
      }
      queue.drainTo(batch, BATCH);
      ended = batch.remove(end);
      commit(batch).ifPresentOrElse(e -> fail(batch, e), () -> complete(batch));
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

  private void fail(List<Job> batch, SQLException cause) {
    failures.accept(cause);
    IOException failure = Sqlite.failure(cause);
    batch.forEach(job -> job.done().completeExceptionally(failure));
  }

  private static void complete(List<Job> batch) {
    batch.forEach(job -> job.done().complete(null));
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
      case MarkSynced mark -> {
        markSynced.setLong(1, mark.bootId());
        markSynced.executeUpdate();
      }
    }
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
    queue.add(end);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sqlite.failure(e);
    }
  }
}
