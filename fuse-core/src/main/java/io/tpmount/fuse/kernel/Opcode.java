package io.tpmount.fuse.kernel;

import java.util.Optional;

/** What the kernel asks ({@code enum fuse_opcode} of include/uapi/linux/fuse.h). */
enum Opcode {
  LOOKUP(1),
  FORGET(2),
  GETATTR(3),
  SETATTR(4),
  READLINK(5),
  SYMLINK(6),
  MKNOD(8),
  MKDIR(9),
  UNLINK(10),
  RMDIR(11),
  RENAME(12),
  LINK(13),
  OPEN(14),
  READ(15),
  WRITE(16),
  STATFS(17),
  RELEASE(18),
  FSYNC(20),
  GETXATTR(22),
  LISTXATTR(23),
  FLUSH(25),
  INIT(26),
  OPENDIR(27),
  READDIR(28),
  RELEASEDIR(29),
  FSYNCDIR(30),
  GETLK(31),
  SETLK(32),
  SETLKW(33),
  CREATE(35),
  INTERRUPT(36),
  DESTROY(38),
  BATCH_FORGET(42),
  FALLOCATE(43),
  READDIRPLUS(44),
  RENAME2(45);

  private static final Opcode[] BY_NUMBER = new Opcode[64];

  static {
    for (Opcode opcode : values()) {
      BY_NUMBER[opcode.number] = opcode;
    }
  }

  private final int number;

  Opcode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /**
   * Empty for what is answered ENOSYS, after which the kernel stops asking and does what is right:
   * access (permission bits decide), setxattr and removexattr (EOPNOTSUPP), lseek (no holes), poll,
   * ioctl, bmap, copy_file_range (read and write), statx, syncfs.
   */
  static Optional<Opcode> of(int number) {
    return number < 0 || number >= BY_NUMBER.length
        ? Optional.empty()
        : Optional.ofNullable(BY_NUMBER[number]);
  }
}
