package io.tpmount.vfs.cache;

import static io.tpmount.vfs.cache.Caches.NOW;
import static io.tpmount.vfs.cache.Caches.segment;

import io.tpmount.vfs.SyncMode;
import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a process does to a cache until it is stopped at one step of a protocol; and, beside it,
 * what each file must hold after each operation. Run as a program it performs, and prints the
 * number of operations answered for.
 */
final class CrashScript {
  static final int SIZE = 50_000;
  static final ObjectInfo OLD = Caches.version("old", "v1", SIZE);
  static final byte[] REMOTE = Caches.bytes(1, SIZE);
  static final String OLD_KEY = "old";
  static final String NEW_KEY = "new";
  static final String FINAL_KEY = "final";
  static final UploadId UPLOAD = new UploadId(ObjectKey.of(NEW_KEY), "u1");
  private static final PartTag PART = new PartTag(1, new ETag("p1"), 2_500);

  /** The files a run has open. */
  private static final class Session {
    final DiskCache cache;
    final Map<String, CacheFile> files = new HashMap<>();

    Session(DiskCache cache) {
      this.cache = cache;
    }

    CacheFile file(String key) {
      return files.get(key);
    }
  }

  private interface Action {
    void run(Session session) throws IOException;
  }

  /**
   * @param changes what it makes of the contents by key; an absent key has no file
   * @param stored the version that the store has after it, if it stores one
   */
  record Operation(String name, Action action, Change changes, Optional<ObjectInfo> stored) {}

  interface Change {
    void apply(Map<String, byte[]> contents);
  }

  private CrashScript() {}

  static final List<Operation> OPERATIONS =
      List.of(
          operation("open", session -> openOld(session), contents -> {}),
          operation("fill", session -> fill(session, 0, 30_000), contents -> {}),
          operation("note", session -> session.file(OLD_KEY).noteIfOld(), contents -> {}),
          operation("evict", CrashScript::evict, contents -> {}),
          write(OLD_KEY, 10_000, 5_000),
          write(OLD_KEY, 28_000, 4_000),
          write(OLD_KEY, 12_000, 8_000),
          operation("fill rest", session -> fill(session, 0, SIZE), contents -> {}),
          write(OLD_KEY, SIZE - 10, 4_000),
          truncate(OLD_KEY, 40_000),
          truncate(OLD_KEY, 45_000),
          write(OLD_KEY, 39_000, 3_000),
          operation("commit", session -> session.file(OLD_KEY).commit(), contents -> {}),
          operation("create", CrashScript::create, contents -> contents.put(NEW_KEY, new byte[0])),
          write(NEW_KEY, 0, 20_000),
          write(NEW_KEY, 19_000, 3_000),
          truncate(NEW_KEY, 5_000),
          operation("sync", session -> session.file(NEW_KEY).sync(SyncMode.ALL), contents -> {}),
          uploaded(OLD_KEY, "v2"),
          write(OLD_KEY, 100, 10),
          uploaded(OLD_KEY, "v3"),
          operation("begin upload", CrashScript::beginUpload, contents -> {}),
          operation("part", session -> session.file(NEW_KEY).partUploaded(UPLOAD, PART), c -> {}),
          write(NEW_KEY, 3_000, 500),
          rename(NEW_KEY, FINAL_KEY),
          operation(
              "discard",
              session -> session.file(NEW_KEY).discard(),
              contents -> contents.remove(FINAL_KEY)));

  /** So many operations have been answered for when the upload is known. */
  static final int UPLOAD_BEGUN =
      1 + OPERATIONS.stream().map(Operation::name).toList().indexOf("begin upload");

  private static Operation operation(String name, Action action, Change change) {
    return new Operation(name, action, change, Optional.empty());
  }

  private static Operation write(String key, int offset, int length) {
    byte[] data = Caches.bytes(offset + length, length);
    return operation(
        "write",
        session -> session.file(key).write(offset, segment(data), NOW),
        contents -> contents.merge(key, data, (old, put) -> overwritten(old, offset, put)));
  }

  private static byte[] overwritten(byte[] old, int offset, byte[] data) {
    byte[] result = Arrays.copyOf(old, Math.max(old.length, offset + data.length));
    System.arraycopy(data, 0, result, offset, data.length);
    return result;
  }

  private static Operation truncate(String key, int size) {
    return operation(
        "truncate",
        session -> session.file(key).truncate(size, NOW),
        contents -> contents.computeIfPresent(key, (name, old) -> Arrays.copyOf(old, size)));
  }

  private static Operation uploaded(String key, String etag) {
    int size = 45_000;
    ObjectInfo version = Caches.version(key, etag, size);
    return new Operation(
        "uploaded " + etag,
        session -> session.file(key).uploaded(version, session.file(key).generation()),
        contents -> {},
        Optional.of(version));
  }

  private static Operation rename(String from, String to) {
    return operation(
        "rename",
        session -> session.file(from).rename(ObjectKey.of(to)),
        contents -> contents.put(to, contents.remove(from)));
  }

  private static void beginUpload(Session session) throws IOException {
    CacheFile file = session.file(NEW_KEY);
    file.uploadStarted(UPLOAD, new ByteSize(2_500), file.generation());
  }

  private static void openOld(Session session) throws IOException {
    session.files.put(OLD_KEY, session.cache.open(OLD));
  }

  /** What was just fetched is dropped only once it was read. */
  private static void evict(Session session) throws IOException {
    CacheFile file = session.file(OLD_KEY);
    file.lease(new ByteRange(0, 20_000)).orElseThrow().close();
    file.evict(0);
  }

  private static void create(Session session) throws IOException {
    session.files.put(NEW_KEY, session.cache.create(ObjectKey.of(NEW_KEY), NOW));
  }

  private static void fill(Session session, int start, int end) throws IOException {
    CacheFile file = session.file(OLD_KEY);
    ByteBuffer bytes = ByteBuffer.wrap(REMOTE, start, end - start);
    file.fill(start, bytes);
    if (!file.missing(ByteRange.between(start, end)).isEmpty()) {
      throw new AssertionError("not filled");
    }
  }

  /**
   * @param args directory, name of the step to stop at, how often it is passed before
   */
  public static void main(String[] args) throws IOException {
    ProtocolStep last = ProtocolStep.valueOf(args[1]);
    int[] passes = {Integer.parseInt(args[2])};
    ProtocolStep.Listener listener =
        step -> {
          if (step == last && passes[0]-- == 0) {
            Runtime.getRuntime().halt(42);
          }
        };
    CacheOptions options = Caches.options(Path.of(args[0]), ByteSize.UNLIMITED);
    Session session = new Session(DiskCache.open(options, Caches.IDENTITY, listener));
    for (int i = 0; i < OPERATIONS.size(); i++) {
      OPERATIONS.get(i).action().run(session);
      System.out.println(i + 1);
      System.out.flush();
    }
    Runtime.getRuntime().halt(0);
  }

  /** The contents after so many operations. */
  static Map<String, byte[]> contentsAfter(int operations) {
    Map<String, byte[]> contents = new HashMap<>();
    contents.put(OLD_KEY, REMOTE.clone());
    OPERATIONS.subList(0, operations).forEach(operation -> operation.changes().apply(contents));
    return contents;
  }

  /** What the store has after so many operations, the newest last. */
  static List<ObjectInfo> storedAfter(int operations) {
    return OPERATIONS.subList(0, operations).stream()
        .flatMap(operation -> operation.stored().stream())
        .toList();
  }
}
