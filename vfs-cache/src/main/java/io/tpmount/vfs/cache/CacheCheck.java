package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.Index.Victim;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks the cache of one bucket and prefix while no mount uses it, and repairs it. A mount repairs
 * the same things by itself; this says what they are.
 */
public final class CacheCheck {
  /** What can be wrong with a cache. */
  public enum Kind {
    /** The index is not a database, or contradicts itself: what is cached is fetched again. */
    INDEX_DAMAGED,
    /** A row of the index is not what was written. */
    ROW_DAMAGED,
    /** The index knows a data file that is not there, or has another size. */
    DATA_MISSING,
    /** A data file that neither the index nor a sidecar knows. */
    DATA_UNKNOWN,
    /** A file waiting for its upload cannot be told whose it is: goes to lost+found. */
    UNSENT_DAMAGED,
    /** A sidecar that was not finished: nothing was answered on its account. */
    LEFTOVER
  }

  /**
   * One thing that is wrong.
   *
   * @param where a file or a row, for people
   */
  public record Finding(Kind kind, String where) {}

  /**
   * What a check came to.
   *
   * @param identity whose cache it is
   * @param cached files that the index knows
   * @param unsent files waiting for their upload
   */
  public record Result(String identity, long cached, long unsent, List<Finding> findings) {}

  private static final int PAGE = 1000;

  private final Path root;
  private final String identity;
  private final CacheLayout layout;

  private CacheCheck(Path root) throws IOException {
    this.root = root.toAbsolutePath().normalize();
    this.identity = Files.readString(root.resolve("identity")).strip();
    this.layout = new CacheLayout(this.root);
  }

  /**
   * @param cache the folder of one bucket and prefix
   */
  public static CacheCheck of(Path cache) throws IOException {
    return new CacheCheck(cache);
  }

  /** The folders of the caches in a cache directory; the folder itself if it is one. */
  public static List<Path> cachesIn(Path directory) throws IOException {
    if (Files.exists(directory.resolve("identity"))) {
      return List.of(directory);
    }
    try (Stream<Path> folders = Files.list(directory)) {
      return folders.filter(folder -> Files.exists(folder.resolve("identity"))).sorted().toList();
    }
  }

  /** Whose cache it is: endpoint, bucket and prefix. */
  public String identity() {
    return identity;
  }

  /**
   * Looks, and changes nothing.
   *
   * @throws CacheLockedException when a mount uses it
   */
  public Result check() throws IOException {
    try (CacheLock _ = CacheLock.take(layout)) {
      SqliteLibrary.load(layout.nativeLibrary());
      return look();
    }
  }

  /**
   * Does what the next mount would do first, and waits for it. What cannot be told whose it is is
   * moved to lost+found; nothing that waits for its upload is removed.
   */
  public void repair() throws IOException {
    if (look().findings().stream().anyMatch(found -> found.kind() == Kind.INDEX_DAMAGED)) {
      Files.write(layout.indexDamaged(), new byte[0]);
    }
    CacheOptions options =
        new CacheOptions(
            root.getParent(), ByteSize.UNLIMITED, ByteSize.ZERO, Duration.ZERO, ByteSize.ZERO);
    try (DiskCache cache = DiskCache.open(options, identity)) {
      cache.awaitRepaired();
    }
  }

  private Result look() throws IOException {
    List<Finding> findings = new ArrayList<>();
    Set<Long> unsent = new HashSet<>();
    lookAtSidecars(unsent, findings);
    Set<Long> known = new HashSet<>(unsent);
    long cached = 0;
    try (IndexReader index = new IndexReader(layout.index())) {
      index.requireIntegrity();
      cached = lookAtRows(index, known, findings);
      lookAtData(known, findings);
    } catch (SQLException e) {
      findings.add(new Finding(Kind.INDEX_DAMAGED, e.getMessage()));
    }
    return new Result(identity, cached, unsent.size(), List.copyOf(findings));
  }

  private void lookAtSidecars(Set<Long> unsent, List<Finding> findings) throws IOException {
    for (Path sidecar : filesIn(layout.dirty(), 1)) {
      OptionalLong id = CacheLayout.idOf(sidecar);
      if (id.isEmpty()) {
        findings.add(new Finding(Kind.LEFTOVER, sidecar.toString()));
      } else if (isWhole(sidecar, id.getAsLong())) {
        unsent.add(id.getAsLong());
      } else {
        findings.add(new Finding(Kind.UNSENT_DAMAGED, sidecar.toString()));
      }
    }
  }

  private boolean isWhole(Path sidecar, long id) throws IOException {
    return SidecarReader.read(sidecar) instanceof SidecarReader.Story.Whole
        && Files.exists(layout.dataOf(id));
  }

  private long lookAtRows(IndexReader index, Set<Long> known, List<Finding> findings)
      throws SQLException {
    long rows = 0;
    List<Victim> page = index.idsAfter(Long.MIN_VALUE, PAGE);
    while (!page.isEmpty()) {
      for (Victim victim : page) {
        rows++;
        known.add(victim.id());
        lookAtRow(index.row(victim.id()), victim.id()).ifPresent(findings::add);
      }
      page = index.idsAfter(page.getLast().id(), PAGE);
    }
    return rows;
  }

  private Optional<Finding> lookAtRow(Optional<IndexRow> row, long id) {
    Path data = layout.dataOf(id);
    if (row.isEmpty()) {
      return Optional.of(new Finding(Kind.ROW_DAMAGED, data.getFileName().toString()));
    }
    return data.toFile().isFile() && data.toFile().length() == row.get().version().size()
        ? Optional.empty()
        : Optional.of(new Finding(Kind.DATA_MISSING, row.get().version().key().value()));
  }

  private void lookAtData(Set<Long> known, List<Finding> findings) throws IOException {
    for (Path file : filesIn(layout.data(), 2)) {
      OptionalLong id = CacheLayout.idOf(file);
      if (id.isEmpty() || !known.contains(id.getAsLong())) {
        findings.add(new Finding(Kind.DATA_UNKNOWN, file.toString()));
      }
    }
  }

  private static List<Path> filesIn(Path folder, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
