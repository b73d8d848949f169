package io.tpmount.vfs.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opens the index's database and tells its failures apart. */
final class Sqlite {
  /** Another number sets the index aside: it is only a cache. */
  private static final int SCHEMA_VERSION = 1;

  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE file (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL, etag TEXT NOT NULL, size INTEGER NOT NULL,
            present BLOB NOT NULL, allocated INTEGER NOT NULL, used INTEGER NOT NULL,
            boot INTEGER NOT NULL, ever_synced INTEGER NOT NULL, checksum INTEGER NOT NULL)\
          """,
          "CREATE INDEX file_by_key ON file (key)",
          // Holds all that eviction and the sum at the start read.
          "CREATE INDEX file_by_use ON file (used, id, allocated)",
          "CREATE INDEX file_not_synced ON file (boot) WHERE boot <> 0",
          """
          CREATE TABLE written_time (
            key TEXT PRIMARY KEY, etag TEXT NOT NULL, mtime TEXT NOT NULL) WITHOUT ROWID\
          """,
          "PRAGMA user_version = " + SCHEMA_VERSION);

  private static final String LEFT_UPLOADS =
      """
      CREATE TABLE IF NOT EXISTS left_upload (
        key TEXT NOT NULL, upload TEXT NOT NULL, PRIMARY KEY (key, upload)) WITHOUT ROWID\
      """;

  private Sqlite() {}

  /** A connection with the schema in place. */
  static Connection open(Path file) throws SQLException {
    Connection connection = connect(file);
    try (Statement statement = connection.createStatement()) {
      int version = statement.executeQuery("PRAGMA user_version").getInt(1);
      if (version != 0 && version != SCHEMA_VERSION) {
        throw new SQLiteException("schema " + version, SQLiteErrorCode.SQLITE_NOTADB);
      }
      if (version == 0) {
        createSchema(connection);
      }
      // Added later, and no reason to begin a new index.
      statement.executeUpdate(LEFT_UPLOADS);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void createSchema(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String sql : SCHEMA) {
        statement.executeUpdate(sql);
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  static Connection connect(Path file) throws SQLException {
    // As a URI, so that no character of the path means anything.
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:file://" + file.toUri().getRawPath());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      // Survives kill -9; a power loss may take the last commits, but never breaks the file.
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute("PRAGMA busy_timeout = 10000");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether the file is not a database any more, or not one of this program. */
  static boolean isDamage(SQLException e) {
    return e instanceof SQLiteException sqlite
        && switch (sqlite.getResultCode().code & 0xFF) {
          case 1 /* SQLITE_ERROR: a table or column is missing */, 11, 26 -> true;
          default -> false;
        };
  }

  static IOException failure(SQLException e) {
    return new IOException("cache index: " + e.getMessage(), e);
  }
}
