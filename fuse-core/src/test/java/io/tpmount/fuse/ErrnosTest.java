package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.fuse.sys.Errno;
import io.tpmount.vfs.VfsError;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrnosTest {
  static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of(new VfsError.NotFound("x"), Errno.ENOENT, 2),
        Arguments.of(new VfsError.Exists("x"), Errno.EEXIST, 17),
        Arguments.of(new VfsError.NotADirectory("x"), Errno.ENOTDIR, 20),
        Arguments.of(new VfsError.IsADirectory("x"), Errno.EISDIR, 21),
        Arguments.of(new VfsError.NotEmpty("x"), Errno.ENOTEMPTY, 39),
        Arguments.of(new VfsError.NameTooLong("x"), Errno.ENAMETOOLONG, 36),
        Arguments.of(new VfsError.Invalid("x"), Errno.EINVAL, 22),
        Arguments.of(new VfsError.BadHandle("x"), Errno.EBADF, 9),
        Arguments.of(new VfsError.AccessDenied("x"), Errno.EACCES, 13),
        Arguments.of(new VfsError.NotPermitted("x"), Errno.EPERM, 1),
        Arguments.of(new VfsError.ReadOnly("x"), Errno.EROFS, 30),
        Arguments.of(new VfsError.Busy("x"), Errno.EBUSY, 16),
        Arguments.of(new VfsError.Stale("x"), Errno.ESTALE, 116),
        Arguments.of(new VfsError.NoSpace("x"), Errno.ENOSPC, 28),
        Arguments.of(new VfsError.TooLarge("x"), Errno.EFBIG, 27),
        Arguments.of(new VfsError.Unsupported("x"), Errno.EOPNOTSUPP, 95),
        Arguments.of(new VfsError.NoAttribute("x"), Errno.ENODATA, 61),
        Arguments.of(new VfsError.Interrupted("x"), Errno.EINTR, 4),
        Arguments.of(new VfsError.Io("x"), Errno.EIO, 5));
  }

  @ParameterizedTest
  @MethodSource("table")
  void of_eachError_isItsErrno(VfsError error, Errno errno, int number) {
    assertThat(Errnos.of(error)).isEqualTo(errno);
    assertThat(errno.negated()).isEqualTo(-number);
  }
}
