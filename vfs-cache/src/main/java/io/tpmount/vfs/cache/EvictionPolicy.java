package io.tpmount.vfs.cache;

import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which clean pieces go when space is needed. Pure: no clock, no threads, no files; not
 * safe for concurrent use.
 */
final class EvictionPolicy {
  /*
   * Which piece goes
   *
   * The work is training epochs over a dataset that may be larger than the cache, models that are loaded again and
   * again, and one-off passes (a checksum, a copy) over anything. Least recently used, what most caches do, is the worst
   * order for the first: each piece is dropped just before its turn comes again, so that a dataset a little larger than
   * the cache has no hit at all; and one pass of the third kind empties the cache of the second.
   *
   * So this is W-TinyLFU (Einziger, Friedman, Manes: "TinyLFU: A Highly Efficient Cache Admission Policy"). New pieces
   * enter a window, a fifth of all. What the window has too much of stands against the piece longest unused of the main
   * part: it is let in only if it was seen more often, by a sketch that remembers also what has been dropped and forgets
   * slowly; else it goes itself. An epoch over too large a dataset thus leaves most of the main part as it is, which is
   * then hit in each epoch, and a pass over new things goes through the window alone. The main part is segmented: used
   * once more, a piece is protected; what is protected too much falls back to probation.
   *
   * Pieces differ in size, from a small file to an extent. A large one must have been seen more often than all those
   * together that would make room for it, since each of them would cost a request again.
   *
   * Shares are of what there is less what is asked for, not of a limit: the disk's free space is one too, and moves. While
   * there is room everything stays, wherever it stands.
   *
   * Caffeine has all this for entries in memory, and evicts the moment an entry is put. Here an entry may be read from
   * outside (and is put back), dirty (and is taken out), known to an index of an earlier run, or larger tomorrow; and
   * space is needed not when an entry is put but when the disk says so. Its own maps cannot be asked "what would you drop
   * next, 16 MiB of it". Rejected as well: ARC and 2Q (a scan of things seen once before passes them), LIRS (unbounded
   * ghosts), S3-FIFO (no hits in a loop larger than the cache).
   */

  /** Of all pieces' bytes: room for what is read right now and will not come again. */
  private static final double WINDOW = 0.2;

  /** Of the main part. */
  private static final double PROTECTED = 0.8;

  /** Counts are halved when each piece has been seen so often on average. */
  private static final int SAMPLE = 10;

  private static final int LEAST_SAMPLE = 1000;

  /** A piece to be dropped, no longer known here. */
  record Victim(Piece piece, long weight) {}

  /** Pieces in the order of their use, the longest unused first. */
  private static final class Segment {
    final LinkedHashMap<Piece, Long> pieces = new LinkedHashMap<>();
    long weight;

    void addNewest(Piece piece, long bytes) {
      pieces.putLast(piece, bytes);
      weight += bytes;
    }

    void addOldest(Piece piece, long bytes) {
      pieces.putFirst(piece, bytes);
      weight += bytes;
    }

    /** Its bytes, or -1 when it is not here. */
    long remove(Piece piece) {
      Long bytes = pieces.remove(piece);
      if (bytes == null) {
        return -1;
      }
      weight -= bytes;
      return bytes;
    }

    Victim takeOldest() {
      Map.Entry<Piece, Long> oldest = pieces.pollFirstEntry();
      weight -= oldest.getValue();
      return new Victim(oldest.getKey(), oldest.getValue());
    }

    boolean isEmpty() {
      return pieces.isEmpty();
    }
  }

  private final Segment window = new Segment();
  private final Segment probation = new Segment();
  private final Segment shielded = new Segment();
  private final FrequencySketch sketch = new FrequencySketch();
  private int sample;

  /** Bytes of a piece were put on the disk; the first of them count as its first use. */
  void add(Piece piece, long bytes) {
    for (Segment segment : List.of(window, probation, shielded)) {
      long before = segment.remove(piece);
      if (before >= 0) {
        segment.addNewest(piece, before + bytes);
        return;
      }
    }
    count(piece);
    window.addNewest(piece, bytes);
  }

  /**
   * A piece was used once more.
   *
   * @param bytes of it on the disk, should it not be known here
   */
  void use(Piece piece, long bytes) {
    count(piece);
    long weight = window.remove(piece);
    if (weight >= 0) {
      window.addNewest(piece, weight);
      return;
    }
    weight = Math.max(probation.remove(piece), shielded.remove(piece));
    if (weight < 0) {
      window.addNewest(piece, bytes);
      return;
    }
    shielded.addNewest(piece, weight);
    while (shielded.weight > PROTECTED * (probation.weight + shielded.weight)
        && shielded.pieces.size() > 1) {
      keep(shielded.takeOldest());
    }
  }

  /** A piece of an earlier run, used before all that are known here. */
  void addOlder(Piece piece, long bytes) {
    if (!isKnown(piece)) {
      count(piece);
      probation.addOldest(piece, bytes);
    }
  }

  /** A piece is gone, or must not be dropped. */
  void remove(Piece piece) {
    window.remove(piece);
    probation.remove(piece);
    shielded.remove(piece);
  }

  /** A victim could not be dropped: it is asked for again after all others. */
  void keep(Victim victim) {
    if (!isKnown(victim.piece())) {
      probation.addNewest(victim.piece(), victim.weight());
    }
  }

  /** Takes out pieces of at least so many bytes, fewer only when there are no more. */
  List<Victim> victims(long bytes) {
    long after = Math.max(0, weight() - bytes);
    long share = (long) (WINDOW * after);
    settle(after - share);
    List<Victim> victims = new ArrayList<>();
    long gone = 0;
    while (gone < bytes && size() > 0) {
      gone += window.weight > share ? contest(victims) : take(victims, oldest());
    }
    return victims;
  }

  /** The main part takes from the window, without contest, what it has room for. */
  private void settle(long room) {
    while (!window.isEmpty() && mainWeight() + window.pieces.firstEntry().getValue() <= room) {
      keep(window.takeOldest());
    }
  }

  /** The window's oldest against those who would have to make room for it. */
  private long contest(List<Victim> victims) {
    Victim candidate = window.takeOldest();
    List<Victim> losers = new ArrayList<>();
    long room = 0;
    int worth = sketch.frequency(candidate.piece().hash());
    for (Map.Entry<Piece, Long> each :
        Iterables.concat(probation.pieces.entrySet(), shielded.pieces.entrySet())) {
      if (room >= candidate.weight()) {
        break;
      }
      worth -= sketch.frequency(each.getKey().hash());
      if (worth <= 0) {
        return take(victims, candidate);
      }
      losers.add(new Victim(each.getKey(), each.getValue()));
      room += each.getValue();
    }
    losers.forEach(loser -> remove(loser.piece()));
    victims.addAll(losers);
    keep(candidate);
    return room;
  }

  private static long take(List<Victim> victims, Victim victim) {
    victims.add(victim);
    return victim.weight();
  }

  private Victim oldest() {
    for (Segment segment : List.of(probation, shielded)) {
      if (!segment.isEmpty()) {
        return segment.takeOldest();
      }
    }
    return window.takeOldest();
  }

  private boolean isKnown(Piece piece) {
    return window.pieces.containsKey(piece)
        || probation.pieces.containsKey(piece)
        || shielded.pieces.containsKey(piece);
  }

  private void count(Piece piece) {
    sketch.increment(piece.hash());
    if (++sample >= SAMPLE * Math.max(size(), LEAST_SAMPLE)) {
      sketch.age();
      sample /= 2;
    }
  }

  /** Pieces known. */
  int size() {
    return window.pieces.size() + probation.pieces.size() + shielded.pieces.size();
  }

  /** Bytes of them all. */
  long weight() {
    return window.weight + mainWeight();
  }

  private long mainWeight() {
    return probation.weight + shielded.weight;
  }
}
