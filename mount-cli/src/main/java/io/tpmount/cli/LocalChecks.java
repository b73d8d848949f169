package io.tpmount.cli;

import io.tpmount.cli.exit.CommandFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The questions to this machine that are asked before anything is started, so that a refusal names
 * the flag at fault.
 */
final class LocalChecks {
  private static final Logger log = LoggerFactory.getLogger(LocalChecks.class);

  private LocalChecks() {}

  /** Makes the file and the directories above it, where they are missing. */
  static void checkLogFile(Path file, Path mountPoint) {
    checkOutside("--log-file", file, mountPoint);
    try {
      Files.createDirectories(file.getParent());
      Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      throw CommandFailure.failed("--log-file " + file + " cannot be written: " + reason(e));
    }
  }

  /** Makes the directory, only its owner's, where it is missing. */
  static void checkCacheDirectory(Path directory, Path mountPoint) {
    checkOutside("--cache-dir", directory, mountPoint);
    try {
      if (Files.notExists(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Files.delete(Files.createTempFile(directory, ".writable", ""));
      if (Files.getFileStore(directory).type().equals("tmpfs")) {
        log.warn(
            "--cache-dir {} is in memory (tmpfs): files that are not uploaded yet do not survive"
                + " a restart of this machine",
            directory);
      }
    } catch (IOException e) {
      throw CommandFailure.failed("--cache-dir " + directory + " cannot be used: " + reason(e));
    }
  }

  /** What lies below the mount point vanishes behind the mount, and writing to it would hang. */
  private static void checkOutside(String flag, Path path, Path mountPoint) {
    if (real(path).startsWith(real(mountPoint))) {
      throw CommandFailure.failed(flag + " " + path + " is below the mount point " + mountPoint);
    }
  }

  /** With the links resolved of the part that exists. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path parent = path.getParent();
      return parent == null ? path : real(parent).resolve(path.getFileName());
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.toString();
    };
  }
}
