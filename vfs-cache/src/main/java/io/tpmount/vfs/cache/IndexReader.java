package io.tpmount.vfs.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.UploadId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The questions asked of the index, on a connection of their own beside the writer's. */
final class IndexReader implements AutoCloseable {
  private static final String COLUMNS =
      "SELECT id, key, etag, size, present, allocated, used, boot, ever_synced, checksum FROM file"
          + " ";

  @GuardedBy("this")
  private final Connection connection;

  @GuardedBy("this")
  private final PreparedStatement byKey;

  IndexReader(Path file) throws SQLException {
    connection = Sqlite.connect(file);
    byKey = connection.prepareStatement(COLUMNS + "WHERE key = ?");
  }

  synchronized Index.Totals totals() throws SQLException {
    String sql = "SELECT count(*), total(allocated) FROM file";
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return new Index.Totals(result.getLong(1), (long) result.getDouble(2));
    }
  }

  /** The rows of that version whose claims hold: of this boot, or synced. */
  synchronized List<IndexRow> find(Version version, long bootId) throws SQLException {
    byKey.setString(1, version.key().value());
    List<IndexRow> rows = new ArrayList<>();
    try (ResultSet result = byKey.executeQuery()) {
      while (result.next()) {
        row(result)
            .filter(row -> row.bootId() == bootId || row.bootId() == BootId.SYNCED)
            .filter(row -> row.version().equals(version))
            .ifPresent(rows::add);
      }
    }
    return rows;
  }

  /** Empty when the row is not what was written. */
  private static Optional<IndexRow> row(ResultSet result) throws SQLException {
    try {
      Version version =
          new Version(
              ObjectKey.of(result.getString(2)), new ETag(result.getString(3)), result.getLong(4));
      IndexRow row =
          new IndexRow(
              result.getLong(1),
              version,
              Ranges.decode(result.getBytes(5)),
              result.getLong(6),
              result.getLong(7),
              result.getLong(8),
              result.getBoolean(9));
      return row.checksum() == result.getLong(10) ? Optional.of(row) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  synchronized List<IndexRow> mostRecentlyUsed(Index.Victim next, int limit) throws SQLException {
    return rows(
        "WHERE (used, id) < (?, ?) ORDER BY used DESC, id DESC LIMIT ?",
        next.usedAt(),
        next.id(),
        limit);
  }

  synchronized Optional<IndexRow> row(long id) throws SQLException {
    return rows("WHERE id = ?", id).stream().findFirst();
  }

  @GuardedBy("this")
  private List<IndexRow> rows(String where, long... arguments) throws SQLException {
    List<IndexRow> rows = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS + where)) {
      for (int i = 0; i < arguments.length; i++) {
        query.setLong(i + 1, arguments[i]);
      }
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          row(result).ifPresent(rows::add);
        }
      }
    }
    return rows;
  }

  synchronized List<Index.Victim> leastRecentlyUsed(Index.Victim after, int limit)
      throws SQLException {
    return victims(
        "WHERE (used, id) > (?, ?) ORDER BY used, id LIMIT ?", after.usedAt(), after.id(), limit);
  }

  synchronized List<Index.Victim> idsAfter(long id, int limit) throws SQLException {
    return victims("WHERE id > ? ORDER BY id LIMIT ?", id, limit);
  }

  synchronized List<Index.Victim> notSyncedBefore(long bootId, int limit) throws SQLException {
    return victims("WHERE boot <> 0 AND boot <> ? LIMIT ?", bootId, limit);
  }

  @GuardedBy("this")
  private List<Index.Victim> victims(String where, long... arguments) throws SQLException {
    List<Index.Victim> victims = new ArrayList<>();
    String sql = "SELECT id, allocated, used FROM file " + where;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        query.setLong(i + 1, arguments[i]);
      }
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          victims.add(new Index.Victim(result.getLong(1), result.getLong(2), result.getLong(3)));
        }
      }
    }
    return victims;
  }

  synchronized Optional<Index.Victim> victim(long id) throws SQLException {
    return victims("WHERE id = ?", id).stream().findFirst();
  }

  synchronized long countTimes() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM written_time")) {
      return result.getLong(1);
    }
  }

  synchronized List<UploadId> leftUploads() throws SQLException {
    List<UploadId> uploads = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT key, upload FROM left_upload")) {
      while (result.next()) {
        uploads.add(new UploadId(ObjectKey.of(result.getString(1)), result.getString(2)));
      }
    }
    return uploads;
  }

  /** The times noted for those versions, in one query. */
  synchronized Map<ObjectKey, Instant> times(List<ObjectInfo> versions) throws SQLException {
    Map<ObjectKey, ETag> etags = new HashMap<>();
    versions.forEach(version -> etags.put(version.key(), version.etag()));
    String marks = String.join(",", Collections.nCopies(etags.size(), "?"));
    String sql = "SELECT key, etag, mtime FROM written_time WHERE key IN (" + marks + ")";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      int i = 0;
      for (ObjectKey key : etags.keySet()) {
        query.setString(++i, key.value());
      }
      return times(query, etags);
    }
  }

  private static Map<ObjectKey, Instant> times(PreparedStatement query, Map<ObjectKey, ETag> etags)
      throws SQLException {
    Map<ObjectKey, Instant> times = new HashMap<>();
    try (ResultSet result = query.executeQuery()) {
      while (result.next()) {
        ObjectKey key = ObjectKey.of(result.getString(1));
        if (etags.get(key).value().equals(result.getString(2))) {
          times.put(key, Instant.parse(result.getString(3)));
        }
      }
    }
    return times;
  }

  @Override
  public synchronized void close() throws SQLException {
    connection.close();
  }
}
