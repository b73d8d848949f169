package io.tpmount.cli.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The directory of this user's control sockets. Only its owner may enter it. */
public final class RuntimeDirectory {
  private static final String OWNER_ONLY = "rwx------";

  /** A socket's whole path has to fit into 107 bytes. */
  private static final int NAME_DIGITS = 16;

  private final Path directory;
  private final int uid;

  private RuntimeDirectory(Path directory, int uid) {
    this.directory = directory;
    this.uid = uid;
  }

  /** {@code /run/tpmount} for root, else below {@code $XDG_RUNTIME_DIR}, else below /tmp. */
  public static RuntimeDirectory of(int uid, Map<String, String> variables) {
    if (uid == 0) {
      return new RuntimeDirectory(Path.of("/run/tpmount"), uid);
    }
    String runtime = variables.getOrDefault("XDG_RUNTIME_DIR", "");
    return new RuntimeDirectory(
        runtime.isEmpty() ? Path.of("/tmp/tpmount-" + uid) : Path.of(runtime, "tpmount"), uid);
  }

  /** At a place of the caller's choice. */
  static RuntimeDirectory at(Path directory, int uid) {
    return new RuntimeDirectory(directory, uid);
  }

  /**
   * Makes sure that it exists and is nobody else's.
   *
   * @throws IOException also when somebody else got there first, as anybody can in /tmp
   */
  void prepare() throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(directory.getParent());
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    }
    Object owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(uid)) {
      throw new IOException(directory + " belongs to user " + owner);
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(OWNER_ONLY));
  }

  /**
   * The socket of the mount there, whether it exists or not. The name is a hash, because a path may
   * be longer than a socket's name.
   */
  public Path socketOf(Path mountPoint) throws IOException {
    byte[] path = realPath(mountPoint).toString().getBytes(StandardCharsets.UTF_8);
    String digits = HexFormat.of().formatHex(sha256(path)).substring(0, NAME_DIGITS);
    return directory.resolve(digits + ".sock");
  }

  /** Where this machine's mounts are: the user's own; for root also those of others. */
  public static List<RuntimeDirectory> all(int uid, Map<String, String> variables)
      throws IOException {
    List<RuntimeDirectory> found = new ArrayList<>(List.of(of(uid, variables)));
    if (uid == 0) {
      for (Path user : entries(Path.of("/run/user"), "*")) {
        found.add(new RuntimeDirectory(user.resolve("tpmount"), uid));
      }
      for (Path directory : entries(Path.of("/tmp"), "tpmount-*")) {
        found.add(new RuntimeDirectory(directory, uid));
      }
    }
    return found;
  }

  /** The sockets of all mounts, living and dead. */
  public List<Path> sockets() throws IOException {
    return entries(directory, "*.sock");
  }

  private static List<Path> entries(Path directory, String names) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, names)) {
        entries.forEach(found::add);
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    return found;
  }

  /** The sockets of all mounts that are at least so old. */
  List<Path> oldSockets(Duration age) throws IOException {
    Instant limit = Instant.now().minus(age);
    List<Path> old = new ArrayList<>();
    for (Path socket : sockets()) {
      if (Files.getLastModifiedTime(socket).toInstant().isBefore(limit)) {
        old.add(socket);
      }
    }
    return old;
  }

  /** Asks the mount point itself for nothing but whether it is a link: its mount may be dead. */
  private static Path realPath(Path mountPoint) throws IOException {
    Path absolute = mountPoint.toAbsolutePath().normalize();
    if (absolute.getParent() == null) {
      return absolute;
    }
    Path here = absolute.getParent().toRealPath().resolve(absolute.getFileName());
    return Files.isSymbolicLink(here) ? here.toRealPath() : here;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
