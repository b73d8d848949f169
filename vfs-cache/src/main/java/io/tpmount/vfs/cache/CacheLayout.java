package io.tpmount.vfs.cache;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where in a cache directory what lies. No name comes from a key: files are numbered.
 *
 * <pre>
 * HASH/identity       whose cache this is, for people
 * HASH/lock           locked while in use; holds the process id
 * HASH/index.db       the clean files
 * HASH/dirty/ID       a sidecar for each dirty file
 * HASH/data/XX/ID     data files
 * HASH/intents        renames and removals that the store has not made yet
 * HASH/native/        SQLite's library while in use
 * HASH/lost+found/    what could not be told whose it is
 * </pre>
 *
 * @param root the folder of one identity
 */
record CacheLayout(Path root) {
  /** Ends the name of a sidecar that is being written; worth nothing after a crash. */
  static final String UNFINISHED = ".new";

  private static final HexFormat HEX = HexFormat.of();

  static CacheLayout create(Path directory, String identity) throws IOException {
    String hash = Hashing.sha256().hashString(identity, StandardCharsets.UTF_8).toString();
    CacheLayout layout = new CacheLayout(directory.resolve(hash.substring(0, 32)));
    Files.createDirectories(layout.dirty());
    Files.createDirectories(layout.data());
    Path name = layout.root.resolve("identity");
    if (!Files.exists(name)) {
      Files.writeString(name, identity + "\n");
    }
    return layout;
  }

  /** The folders whose names a data file and its sidecar hang on, from the lowest up. */
  List<Path> foldersOf(long id) {
    return List.of(dataOf(id).getParent(), data(), dirty(), root, root.getParent());
  }

  Path lock() {
    return root.resolve("lock");
  }

  Path index() {
    return root.resolve("index.db");
  }

  /** Left by a mount whose index failed while in use, for the next one to set it aside. */
  Path indexDamaged() {
    return root.resolve("index.damaged");
  }

  Path dirty() {
    return root.resolve("dirty");
  }

  Path data() {
    return root.resolve("data");
  }

  Path intents() {
    return root.resolve("intents");
  }

  Path nativeLibrary() {
    return root.resolve("native");
  }

  Path lostAndFound() {
    return root.resolve("lost+found");
  }

  Path sidecarOf(long id) {
    return dirty().resolve(HEX.toHexDigits(id));
  }

  Path dataOf(long id) {
    String name = HEX.toHexDigits(id);
    return data().resolve(name.substring(name.length() - 2)).resolve(name);
  }

  /** The number a file is named by; empty for other names. */
  static OptionalLong idOf(Path file) {
    return Optional.of(file.getFileName().toString())
        .filter(name -> name.matches("[0-9a-f]{16}"))
        .map(name -> OptionalLong.of(HexFormat.fromHexDigitsToLong(name)))
        .orElse(OptionalLong.empty());
  }
}
