package io.tpmount.vfs.cache;

import io.tpmount.vfs.cache.SidecarRecord.Cut;
import io.tpmount.vfs.cache.SidecarRecord.Cutting;
import io.tpmount.vfs.cache.SidecarRecord.Dirty;
import io.tpmount.vfs.cache.SidecarRecord.Head;
import io.tpmount.vfs.cache.SidecarRecord.PartUploaded;
import io.tpmount.vfs.cache.SidecarRecord.Rebased;
import io.tpmount.vfs.cache.SidecarRecord.Renamed;
import io.tpmount.vfs.cache.SidecarRecord.Stored;
import io.tpmount.vfs.cache.SidecarRecord.Timed;
import io.tpmount.vfs.cache.SidecarRecord.Unclean;
import io.tpmount.vfs.cache.SidecarRecord.UploadForgotten;
import io.tpmount.vfs.cache.SidecarRecord.UploadStarted;
import io.tpmount.vfs.store.ETag;
import io.tpmount.vfs.store.ObjectInfo;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.PartTag;
import io.tpmount.vfs.store.UploadId;
import io.tpmount.vfs.unit.ByteRange;
import io.tpmount.vfs.unit.ByteSize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** The bytes of a {@link SidecarRecord}: a tag, then its components in order. */
final class SidecarCodec {
  private static final byte HEAD = 1;
  private static final byte RENAMED = 2;
  private static final byte UNCLEAN = 3;
  private static final byte DIRTY = 4;
  private static final byte CUTTING = 5;
  private static final byte CUT = 6;
  private static final byte TIMED = 7;
  private static final byte REBASED = 8;
  private static final byte STORED = 9;
  private static final byte UPLOAD_STARTED = 10;
  private static final byte PART_UPLOADED = 11;
  private static final byte UPLOAD_FORGOTTEN = 12;

  private SidecarCodec() {}

  static byte[] encode(SidecarRecord sidecarRecord) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      put(out, sidecarRecord);
    } catch (IOException e) {
      // An array takes everything; only a string above 64 KiB can't be written.
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(DataOutputStream out, SidecarRecord sidecarRecord) throws IOException {
    switch (sidecarRecord) {
      case Head head -> putHead(out, head);
      case Renamed renamed -> tag(out, RENAMED).writeUTF(renamed.key().value());
      case Unclean unclean -> putRange(tag(out, UNCLEAN), unclean.range());
      case Dirty dirty -> putRange(tag(out, DIRTY), dirty.range());
      case Cutting cutting -> tag(out, CUTTING).writeLong(cutting.size());
      case Cut cut -> tag(out, CUT).writeLong(cut.size());
      case Timed timed -> {
        putInstant(tag(out, TIMED), timed.mtime());
        putInstant(out, timed.dataChanged());
      }
      case Rebased rebased -> putVersion(tag(out, REBASED), rebased.version());
      case Stored stored -> putVersion(tag(out, STORED), stored.version());
      case UploadStarted started -> putUpload(tag(out, UPLOAD_STARTED), started);
      case PartUploaded uploaded -> putPart(tag(out, PART_UPLOADED), uploaded.part());
      case UploadForgotten ignored -> tag(out, UPLOAD_FORGOTTEN);
    }
  }

  private static void putUpload(DataOutputStream out, UploadStarted started) throws IOException {
    out.writeUTF(started.upload().key().value());
    out.writeUTF(started.upload().value());
    out.writeLong(started.partSize().bytes());
  }

  private static void putPart(DataOutputStream out, PartTag part) throws IOException {
    out.writeInt(part.number());
    out.writeUTF(part.etag().value());
    out.writeLong(part.size());
  }

  /**
   * @throws IOException when it is no record
   */
  static SidecarRecord decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return get(in);
    } catch (RuntimeException e) {
      throw new IOException("not a record", e);
    }
  }

  private static SidecarRecord get(DataInputStream in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case HEAD -> getHead(in);
      case RENAMED -> new Renamed(ObjectKey.of(in.readUTF()));
      case UNCLEAN -> new Unclean(getRange(in));
      case DIRTY -> new Dirty(getRange(in));
      case CUTTING -> new Cutting(in.readLong());
      case CUT -> new Cut(in.readLong());
      case TIMED -> new Timed(getInstant(in), getInstant(in));
      case REBASED -> new Rebased(getVersion(in));
      case STORED -> new Stored(getVersion(in));
      case UPLOAD_STARTED ->
          new UploadStarted(
              new UploadId(ObjectKey.of(in.readUTF()), in.readUTF()), new ByteSize(in.readLong()));
      case PART_UPLOADED ->
          new PartUploaded(new PartTag(in.readInt(), new ETag(in.readUTF()), in.readLong()));
      case UPLOAD_FORGOTTEN -> new UploadForgotten();
      default -> throw new IOException("record of kind " + tag);
    };
  }

  private static DataOutputStream tag(DataOutputStream out, byte tag) throws IOException {
    out.writeByte(tag);
    return out;
  }

  private static void putHead(DataOutputStream out, Head head) throws IOException {
    tag(out, HEAD).writeLong(head.bootId());
    out.writeUTF(head.key().value());
    out.writeBoolean(head.base().isPresent());
    if (head.base().isPresent()) {
      putVersion(out, head.base().get());
    }
    out.writeLong(head.baseLimit());
    putRanges(out, head.clean());
    putRanges(out, head.dirty());
  }

  private static Head getHead(DataInputStream in) throws IOException {
    long bootId = in.readLong();
    ObjectKey key = ObjectKey.of(in.readUTF());
    Optional<ObjectInfo> base = in.readBoolean() ? Optional.of(getVersion(in)) : Optional.empty();
    return new Head(bootId, key, base, in.readLong(), getRanges(in), getRanges(in));
  }

  private static void putVersion(DataOutputStream out, ObjectInfo version) throws IOException {
    out.writeUTF(version.key().value());
    out.writeUTF(version.etag().value());
    out.writeLong(version.size());
    putInstant(out, version.lastModified());
    out.writeBoolean(version.mtime().isPresent());
    if (version.mtime().isPresent()) {
      putInstant(out, version.mtime().get());
    }
  }

  private static ObjectInfo getVersion(DataInputStream in) throws IOException {
    ObjectKey key = ObjectKey.of(in.readUTF());
    ETag etag = new ETag(in.readUTF());
    long size = in.readLong();
    Instant lastModified = getInstant(in);
    Optional<Instant> mtime = in.readBoolean() ? Optional.of(getInstant(in)) : Optional.empty();
    return new ObjectInfo(key, etag, size, lastModified, mtime);
  }

  private static void putRange(DataOutputStream out, ByteRange range) throws IOException {
    out.writeLong(range.offset());
    out.writeLong(range.length());
  }

  private static ByteRange getRange(DataInputStream in) throws IOException {
    return new ByteRange(in.readLong(), in.readLong());
  }

  private static void putRanges(DataOutputStream out, Ranges ranges) throws IOException {
    byte[] encoded = ranges.encode();
    out.writeInt(encoded.length);
    out.write(encoded);
  }

  private static Ranges getRanges(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] encoded = in.readNBytes(length);
    if (encoded.length < length) {
      throw new IOException("short record");
    }
    return Ranges.decode(encoded);
  }

  private static void putInstant(DataOutputStream out, Instant instant) throws IOException {
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  private static Instant getInstant(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }
}
