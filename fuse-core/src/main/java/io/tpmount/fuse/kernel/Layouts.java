package io.tpmount.fuse.kernel;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The structures of the protocol, as include/uapi/linux/fuse.h of Linux 6.18 (7.45) has them; those
 * of 7.31 begin alike. They are the same on x86-64 and AArch64: fields of fixed width, padded by
 * hand. Each is checked against the size that it has there.
 */
final class Layouts {
  static final StructLayout IN_HEADER =
      struct(
          "fuse_in_header 40: u32 len, u32 opcode, u64 unique, u64 nodeid, u32 uid, u32 gid,"
              + " u32 pid, u16 total_extlen, u16 padding");
  static final StructLayout OUT_HEADER =
      struct("fuse_out_header 16: u32 len, u32 error, u64 unique");

  static final StructLayout INIT_IN =
      struct("fuse_init_in 20: u32 major, u32 minor, u32 max_readahead, u32 flags, u32 flags2");
  static final StructLayout INIT_OUT =
      struct(
          "fuse_init_out 64: u32 major, u32 minor, u32 max_readahead, u32 flags, u16"
              + " max_background, u16 congestion_threshold, u32 max_write, u32 time_gran, u16"
              + " max_pages, u16 map_alignment, u32 flags2, u32 max_stack_depth, u16"
              + " request_timeout, u16 unused0, u32 unused1, u64 unused2, u64 unused3");

  static final StructLayout ATTR =
      struct(
          "fuse_attr 88: u64 ino, u64 size, u64 blocks, u64 atime, u64 mtime, u64 ctime, u32"
              + " atimensec, u32 mtimensec, u32 ctimensec, u32 mode, u32 nlink, u32 uid, u32 gid,"
              + " u32 rdev, u32 blksize, u32 flags");
  static final StructLayout ENTRY_OUT =
      struct(
          "fuse_entry_out 40: u64 nodeid, u64 generation, u64 entry_valid, u64 attr_valid, u32"
              + " entry_valid_nsec, u32 attr_valid_nsec");
  static final StructLayout ATTR_OUT =
      struct("fuse_attr_out 16: u64 attr_valid, u32 attr_valid_nsec, u32 dummy");
  static final StructLayout SETATTR_IN =
      struct(
          "fuse_setattr_in 88: u32 valid, u32 padding, u64 fh, u64 size, u64 lock_owner, u64 atime,"
              + " u64 mtime, u64 ctime, u32 atimensec, u32 mtimensec, u32 ctimensec, u32 mode, u32"
              + " unused4, u32 uid, u32 gid, u32 unused5");

  static final StructLayout MKNOD_IN =
      struct("fuse_mknod_in 16: u32 mode, u32 rdev, u32 umask, u32 padding");
  static final StructLayout MKDIR_IN = struct("fuse_mkdir_in 8: u32 mode, u32 umask");
  static final StructLayout RENAME_IN = struct("fuse_rename_in 8: u64 newdir");
  static final StructLayout RENAME2_IN =
      struct("fuse_rename2_in 16: u64 newdir, u32 flags, u32 padding");

  static final StructLayout OPEN_IN = struct("fuse_open_in 8: u32 flags, u32 open_flags");
  static final StructLayout CREATE_IN =
      struct("fuse_create_in 16: u32 flags, u32 mode, u32 umask, u32 open_flags");
  static final StructLayout OPEN_OUT =
      struct("fuse_open_out 16: u64 fh, u32 open_flags, u32 backing_id");
  static final StructLayout READ_IN =
      struct(
          "fuse_read_in 40: u64 fh, u64 offset, u32 size, u32 read_flags, u64 lock_owner, u32"
              + " flags, u32 padding");
  static final StructLayout WRITE_IN =
      struct(
          "fuse_write_in 40: u64 fh, u64 offset, u32 size, u32 write_flags, u64 lock_owner, u32"
              + " flags, u32 padding");
  static final StructLayout WRITE_OUT = struct("fuse_write_out 8: u32 size, u32 padding");
  static final StructLayout RELEASE_IN =
      struct("fuse_release_in 24: u64 fh, u32 flags, u32 release_flags, u64 lock_owner");
  static final StructLayout FLUSH_IN =
      struct("fuse_flush_in 24: u64 fh, u32 unused, u32 padding, u64 lock_owner");
  static final StructLayout FSYNC_IN =
      struct("fuse_fsync_in 16: u64 fh, u32 fsync_flags, u32 padding");
  static final StructLayout FALLOCATE_IN =
      struct("fuse_fallocate_in 32: u64 fh, u64 offset, u64 length, u32 mode, u32 padding");
  static final StructLayout LK_IN =
      struct(
          "fuse_lk_in 48: u64 fh, u64 owner, u64 start, u64 end, u32 type, u32 pid, u32 lk_flags,"
              + " u32 padding");
  static final StructLayout LK_OUT =
      struct("fuse_file_lock 24: u64 start, u64 end, u32 type, u32 pid");

  static final StructLayout DIRENT =
      struct("fuse_dirent 24: u64 ino, u64 off, u32 namelen, u32 type");
  static final StructLayout KSTATFS =
      struct(
          "fuse_kstatfs 80: u64 blocks, u64 bfree, u64 bavail, u64 files, u64 ffree, u32 bsize, u32"
              + " namelen, u32 frsize, u32 padding, u64 spare0, u64 spare1, u64 spare2");
  static final StructLayout GETXATTR_IN = struct("fuse_getxattr_in 8: u32 size, u32 padding");
  static final StructLayout GETXATTR_OUT = struct("fuse_getxattr_out 8: u32 size, u32 padding");

  static final StructLayout FORGET_IN = struct("fuse_forget_in 8: u64 nlookup");
  static final StructLayout BATCH_FORGET_IN =
      struct("fuse_batch_forget_in 8: u32 count, u32 dummy");
  static final StructLayout FORGET_ONE = struct("fuse_forget_one 16: u64 nodeid, u64 nlookup");
  static final StructLayout INTERRUPT_IN = struct("fuse_interrupt_in 8: u64 unique");

  private Layouts() {}

  /** Where a field is in its structure. */
  static long at(StructLayout struct, String field) {
    return struct.byteOffset(PathElement.groupElement(field));
  }

  /** Reads {@code name size: type field, …}. */
  private static StructLayout struct(String text) {
    int colon = text.indexOf(':');
    List<MemoryLayout> fields = new ArrayList<>();
    for (String field : text.substring(colon + 1).split(",", -1)) {
      String[] words = field.strip().split(" +", -1);
      fields.add(type(words[0]).withName(words[1]));
    }
    StructLayout layout = MemoryLayout.structLayout(fields.toArray(MemoryLayout[]::new));
    String[] title = text.substring(0, colon).split(" ", -1);
    if (layout.byteSize() != Long.parseLong(title[1])) {
      throw new IllegalStateException(title[0] + " has " + layout.byteSize() + " bytes");
    }
    return layout.withName(title[0]);
  }

  private static ValueLayout type(String name) {
    return switch (name) {
      case "u64" -> ValueLayout.JAVA_LONG;
      case "u32" -> ValueLayout.JAVA_INT;
      case "u16" -> ValueLayout.JAVA_SHORT;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
