package io.tpmount.vfs.intent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The intents that are not carried out yet, in a file of their own. Each record is one plain write,
 * so it survives the death of this process when {@link #begin} returns; a power loss may take the
 * last of them, as it takes unsynced renames from a local disk. Safe for concurrent calls.
 *
 * <p>A record is its length, the CRC-32C of its bytes, its bytes. A torn one can only be the last,
 * and nobody was answered on its account. Other damage sets the journal aside: to carry out half of
 * it could move or remove what is meant to stay, while names that come back do no harm.
 *
 * <p>A file and not a table of the index, so that losing the index costs nothing but fetches, and
 * so that rm -r does not pay for a transaction per file.
 */
final class Journal implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Journal.class);
  private static final int FRAME = 8;

  /** Beyond this it is emptied when nothing is pending, or written anew. */
  private static final long LONG = 1 << 20;

  private final Path path;

  @GuardedBy("this")
  private RandomAccessFile file;

  @GuardedBy("this")
  private final Map<Long, Intent> pending = new LinkedHashMap<>();

  @GuardedBy("this")
  private long last;

  private Journal(Path path) {
    this.path = path;
  }

  /** Reads what an earlier run left, or begins. */
  static Journal open(Path path) throws IOException {
    Journal journal = new Journal(path);
    synchronized (journal) {
      long end = journal.read();
      journal.file = new RandomAccessFile(path.toFile(), "rw");
      journal.file.setLength(end);
      journal.file.seek(end);
    }
    return journal;
  }

  @GuardedBy("this")
  private long read() throws IOException {
    if (!Files.exists(path)) {
      return 0;
    }
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(path));
    try {
      Optional<JournalRecord> next = next(in);
      while (next.isPresent()) {
        note(next.get());
        next = next(in);
      }
      return in.position();
    } catch (IOException e) {
      Path aside = path.resolveSibling(path.getFileName() + ".aside-" + System.currentTimeMillis());
      log.error(
          "the journal of renames and removals is damaged ({}): {} of them may come undone, it is"
              + " kept as {}",
          e.getMessage(),
          pending.size(),
          aside);
      pending.clear();
      Files.move(path, aside);
      return 0;
    }
  }

  @GuardedBy("this")
  private void note(JournalRecord written) {
    switch (written) {
      case JournalRecord.Begun(long number, Intent intent) -> {
        pending.put(number, intent);
        last = Math.max(last, number);
      }
      case JournalRecord.Ended(long number) -> pending.remove(number);
    }
  }

  /** Empty at the end, and at a torn last record. */
  private static Optional<JournalRecord> next(ByteBuffer in) throws IOException {
    int start = in.position();
    if (in.remaining() < FRAME) {
      return Optional.empty();
    }
    int length = in.getInt();
    int checksum = in.getInt();
    if (length < 0 || length > in.remaining()) {
      in.position(start);
      return Optional.empty();
    }
    byte[] body = new byte[length];
    in.get(body);
    if (checksum(body) == checksum) {
      return Optional.of(IntentCodec.decode(body));
    }
    if (in.hasRemaining()) {
      throw new IOException("wrong checksum at byte " + start);
    }
    in.position(start);
    return Optional.empty();
  }

  /** What is not ended, by number, in the order in which it was begun. */
  synchronized Map<Long, Intent> pending() {
    return new LinkedHashMap<>(pending);
  }

  /** Survives this process from here on. */
  synchronized long begin(Intent intent) throws IOException {
    long number = ++last;
    append(new JournalRecord.Begun(number, intent));
    return number;
  }

  /** The store has made it, or it is taken back. */
  synchronized void end(long number) throws IOException {
    append(new JournalRecord.Ended(number));
    if (file.getFilePointer() > LONG) {
      shorten();
    }
  }

  @GuardedBy("this")
  private void append(JournalRecord written) throws IOException {
    byte[] body = IntentCodec.encode(written);
    long start = file.getFilePointer();
    try {
      file.write(frame(body));
    } catch (IOException e) {
      // What it left would stand in the middle, and look like damage.
      file.setLength(start);
      file.seek(start);
      throw e;
    }
    note(written);
  }

  private static byte[] frame(byte[] body) {
    return ByteBuffer.allocate(FRAME + body.length)
        .putInt(body.length)
        .putInt(checksum(body))
        .put(body)
        .array();
  }

  @GuardedBy("this")
  private void shorten() throws IOException {
    List<byte[]> kept =
        pending.entrySet().stream()
            .map(
                entry ->
                    frame(
                        IntentCodec.encode(
                            new JournalRecord.Begun(entry.getKey(), entry.getValue()))))
            .toList();
    long length = kept.stream().mapToLong(bytes -> bytes.length).sum();
    if (length > file.getFilePointer() / 2) {
      return;
    }
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    RandomAccessFile out = new RandomAccessFile(fresh.toFile(), "rw");
    try {
      for (byte[] bytes : kept) {
        out.write(bytes);
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      out.close();
      throw e;
    }
    file.close();
    file = out;
  }

  private static int checksum(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }

  /** Keeps what is pending for the next start. */
  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
