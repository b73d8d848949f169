package io.tpmount.vfs.intent;

import io.tpmount.vfs.intent.Intent.Effect;
import io.tpmount.vfs.intent.Intent.Retitled;
import io.tpmount.vfs.store.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a {@link JournalRecord}: a tag, its number, then its components in order. */
final class IntentCodec {
  private static final byte ENDED = 1;
  private static final byte MAKE_DIRECTORY = 2;
  private static final byte MAKE_LINK = 3;
  private static final byte DELETE = 4;
  private static final byte MOVE = 5;
  private static final byte MOVE_TREE = 6;

  private IntentCodec() {}

  static byte[] encode(JournalRecord written) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      switch (written) {
        case JournalRecord.Ended(long number) -> {
          out.writeByte(ENDED);
          out.writeLong(number);
        }
        case JournalRecord.Begun(long number, Intent intent) -> put(out, number, intent);
      }
    } catch (IOException e) {
      // An array takes everything; only a string above 64 KiB can't be written.
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(DataOutputStream out, long number, Intent intent) throws IOException {
    out.writeByte(tag(intent.effect()));
    out.writeLong(number);
    out.writeInt(intent.retitled().size());
    for (Retitled retitled : intent.retitled()) {
      out.writeLong(retitled.id());
      putKey(out, retitled.from());
      putKey(out, retitled.to());
    }
    out.writeInt(intent.dropped().size());
    for (long id : intent.dropped()) {
      out.writeLong(id);
    }
    putEffect(out, intent.effect());
  }

  private static byte tag(Effect effect) {
    return switch (effect) {
      case Effect.MakeDirectory _ -> MAKE_DIRECTORY;
      case Effect.MakeLink _ -> MAKE_LINK;
      case Effect.Delete _ -> DELETE;
      case Effect.Move _ -> MOVE;
      case Effect.MoveTree _ -> MOVE_TREE;
    };
  }

  private static void putEffect(DataOutputStream out, Effect effect) throws IOException {
    switch (effect) {
      case Effect.MakeDirectory(ObjectKey marker, Instant mtime) -> {
        putKey(out, marker);
        putInstant(out, mtime);
      }
      case Effect.MakeLink(ObjectKey key, String target, Instant mtime) -> {
        putKey(out, key);
        out.writeUTF(target);
        putInstant(out, mtime);
      }
      case Effect.Delete(List<ObjectKey> keys) -> putKeys(out, keys);
      case Effect.Move(ObjectKey from, ObjectKey to, List<ObjectKey> replaced) -> {
        putKey(out, from);
        putKey(out, to);
        putKeys(out, replaced);
      }
      case Effect.MoveTree(String from, String to) -> {
        out.writeUTF(from);
        out.writeUTF(to);
      }
    }
  }

  private static void putKey(DataOutputStream out, ObjectKey key) throws IOException {
    out.writeUTF(key.value());
  }

  private static void putKeys(DataOutputStream out, List<ObjectKey> keys) throws IOException {
    out.writeInt(keys.size());
    for (ObjectKey key : keys) {
      putKey(out, key);
    }
  }

  private static void putInstant(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  /**
   * @throws IOException when it is no record
   */
  static JournalRecord decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte tag = in.readByte();
      long number = in.readLong();
      return tag == ENDED
          ? new JournalRecord.Ended(number)
          : new JournalRecord.Begun(number, getIntent(in, tag));
    } catch (RuntimeException e) {
      throw new IOException("not a record", e);
    }
  }

  private static Intent getIntent(DataInputStream in, byte tag) throws IOException {
    List<Retitled> retitled = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      retitled.add(new Retitled(in.readLong(), getKey(in), getKey(in)));
    }
    List<Long> dropped = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      dropped.add(in.readLong());
    }
    return new Intent(retitled, dropped, getEffect(in, tag));
  }

  private static Effect getEffect(DataInputStream in, byte tag) throws IOException {
    return switch (tag) {
      case MAKE_DIRECTORY -> new Effect.MakeDirectory(getKey(in), getInstant(in));
      case MAKE_LINK -> new Effect.MakeLink(getKey(in), in.readUTF(), getInstant(in));
      case DELETE -> new Effect.Delete(getKeys(in));
      case MOVE -> new Effect.Move(getKey(in), getKey(in), getKeys(in));
      case MOVE_TREE -> new Effect.MoveTree(in.readUTF(), in.readUTF());
      default -> throw new IOException("record of kind " + tag);
    };
  }

  private static ObjectKey getKey(DataInputStream in) throws IOException {
    return ObjectKey.of(in.readUTF());
  }

  private static List<ObjectKey> getKeys(DataInputStream in) throws IOException {
    List<ObjectKey> keys = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      keys.add(getKey(in));
    }
    return keys;
  }

  private static Instant getInstant(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }
}
