package io.tpmount.vfs;

import java.time.Instant;

/**
 * What {@code stat} shows.
 *
 * @param ino the number shown to programs; stays with the name when others replace its content
 * @param kind file type
 * @param permissions the low 12 mode bits
 * @param links 1, and 0 of a file that was removed while open; 1 of a directory that tells tree
 *     walkers "unknown", where 2 would say "no folders in it"
 * @param size bytes; of a symlink its target's length, of a directory 0
 * @param blocks512 512-byte blocks shown as used
 */
public record Attr(
    long ino,
    Kind kind,
    int permissions,
    int links,
    int uid,
    int gid,
    long size,
    long blocks512,
    Instant mtime,
    Instant ctime) {
  /** File types this file system has. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK
  }
}
