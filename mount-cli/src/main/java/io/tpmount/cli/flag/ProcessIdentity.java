package io.tpmount.cli.flag;

/** Who runs this process, and the umask it was started with. */
public record ProcessIdentity(int uid, int gid, int umask) {
  public boolean isRoot() {
    return uid == 0;
  }
}
