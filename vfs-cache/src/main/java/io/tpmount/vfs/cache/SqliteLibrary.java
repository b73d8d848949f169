package io.tpmount.vfs.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The native library of SQLite, which its driver unpacks at each start. Into the folder of the
 * cache that a JVM opens first, and not into the system's temporary directory, where every process
 * that is killed leaves a copy behind.
 */
final class SqliteLibrary {
  private static final String FOLDER_PROPERTY = "org.sqlite.tmpdir";

  private SqliteLibrary() {}

  /**
   * Loads the library, once in a JVM.
   *
   * @param folder nobody else's; what a killed process left in it is removed
   */
  static synchronized void load(Path folder) throws IOException {
    if (System.getProperty(FOLDER_PROPERTY) != null) {
      return;
    }
    Files.createDirectories(folder);
    for (Path leftover : filesIn(folder)) {
      Files.delete(leftover);
    }
    System.setProperty(FOLDER_PROPERTY, folder.toAbsolutePath().toString());
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      throw new IOException("SQLite's library cannot be loaded from " + folder, e);
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
