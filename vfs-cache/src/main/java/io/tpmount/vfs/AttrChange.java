package io.tpmount.vfs;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What {@link Vfs#setattr} is asked to change; what is absent stays. */
public record AttrChange(
    OptionalLong size,
    OptionalInt permissions,
    OptionalInt uid,
    OptionalInt gid,
    Optional<TimeChange> mtime) {
  /** A modification time to set. */
  public sealed interface TimeChange {
    /** UTIME_NOW. */
    record Now() implements TimeChange {}

    /** An explicit time. */
    record At(Instant time) implements TimeChange {}
  }

  public static AttrChange toSize(long size) {
    return new AttrChange(
        OptionalLong.of(size),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty());
  }

  public static AttrChange toPermissions(int permissions) {
    return new AttrChange(
        OptionalLong.empty(),
        OptionalInt.of(permissions),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty());
  }

  /** Changes of owner and group; -1 leaves one as it is, as in chown(2). */
  public static AttrChange toOwner(int uid, int gid) {
    return new AttrChange(
        OptionalLong.empty(),
        OptionalInt.empty(),
        unlessMinusOne(uid),
        unlessMinusOne(gid),
        Optional.empty());
  }

  public static AttrChange toMtime(TimeChange mtime) {
    return new AttrChange(
        OptionalLong.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.of(mtime));
  }

  private static OptionalInt unlessMinusOne(int id) {
    return id == -1 ? OptionalInt.empty() : OptionalInt.of(id);
  }
}
