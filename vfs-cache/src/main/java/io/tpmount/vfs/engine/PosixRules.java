package io.tpmount.vfs.engine;

import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.posix.Rejection;
import io.tpmount.vfs.posix.Rejections;
import io.tpmount.vfs.posix.Unsupported;

/** Refuses what an object store cannot do, or lets it pass where the mount was told to. */
final class PosixRules {
  private final Unsupported answer;
  private final Rejections rejections = new Rejections();

  PosixRules(Unsupported answer) {
    this.answer = answer;
  }

  /** Fails with {@code error}, unless such calls are to be ignored. */
  void refuse(Rejection kind, VfsError error) throws VfsException {
    if (answer == Unsupported.REJECT) {
      rejections.note(kind);
      throw new VfsException(error);
    }
  }
}
