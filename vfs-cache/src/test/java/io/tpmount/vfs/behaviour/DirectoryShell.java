package io.tpmount.vfs.behaviour;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A program that uses a directory, of a mount for example, through the kernel. */
public final class DirectoryShell implements Shell {
  /** What glibc's strerror says, by errno. */
  private static final Map<String, String> WORDS =
      Map.of(
          "Is a directory", "EISDIR",
          "Not a directory", "ENOTDIR",
          "Directory not empty", "ENOTEMPTY",
          "Invalid argument", "EINVAL",
          "File name too long", "ENAMETOOLONG",
          "Device or resource busy", "EBUSY",
          "Stale file handle", "ESTALE");

  private final Path root;

  public DirectoryShell(Path root) {
    this.root = root;
  }

  /** Something that fails as file systems do. */
  private interface Action<T> {
    T run() throws IOException;
  }

  private Path at(String path) {
    return root.resolve(path);
  }

  @Override
  public byte[] read(String path) throws IOException {
    return refused(() -> Files.readAllBytes(at(path)));
  }

  @Override
  public byte[] read(String path, long offset, int length) throws IOException {
    return refused(
        () -> {
          try (FileChannel file = FileChannel.open(at(path), StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            int count = 0;
            while (bytes.hasRemaining() && count >= 0) {
              count = file.read(bytes, offset + bytes.position());
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
          }
        });
  }

  @Override
  public void write(String path, byte[] bytes) throws IOException {
    refused(() -> Files.write(at(path), bytes));
  }

  @Override
  public void writeAt(String path, long offset, byte[] bytes) throws IOException {
    refused(
        () -> {
          try (FileChannel file = FileChannel.open(at(path), StandardOpenOption.WRITE)) {
            return file.write(ByteBuffer.wrap(bytes), offset);
          }
        });
  }

  @Override
  public void append(String path, byte[] bytes) throws IOException {
    refused(() -> Files.write(at(path), bytes, StandardOpenOption.APPEND));
  }

  @Override
  public void createNew(String path) throws IOException {
    refused(() -> Files.createFile(at(path)));
  }

  @Override
  public void truncate(String path, long size) throws IOException {
    refused(
        () -> {
          attributes(path); // Java would make what is not there
          try (RandomAccessFile file = new RandomAccessFile(at(path).toFile(), "rw")) {
            file.setLength(size);
          }
          return null;
        });
  }

  @Override
  public Stat stat(String path) throws IOException {
    return refused(
        () -> {
          Map<String, Object> all =
              Files.readAttributes(at(path), "unix:*", LinkOption.NOFOLLOW_LINKS);
          return new Stat(
              kind(all),
              (Long) all.get("size"),
              ((Number) all.get("ino")).longValue(),
              ((FileTime) all.get("lastModifiedTime")).toMillis());
        });
  }

  private BasicFileAttributes attributes(String path) throws IOException {
    return Files.readAttributes(at(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static String kind(Map<String, Object> all) {
    if (Boolean.TRUE.equals(all.get("isDirectory"))) {
      return "DIRECTORY";
    }
    return Boolean.TRUE.equals(all.get("isSymbolicLink")) ? "SYMLINK" : "FILE";
  }

  @Override
  public List<String> list(String path) throws IOException {
    return refused(
        () -> {
          try (Stream<Path> children = Files.list(at(path))) {
            return children.map(child -> child.getFileName().toString()).sorted().toList();
          }
        });
  }

  @Override
  public void mkdir(String path) throws IOException {
    refused(() -> Files.createDirectory(at(path)));
  }

  @Override
  public void rmdir(String path) throws IOException {
    refused(
        () -> {
          if (!attributes(path).isDirectory()) {
            throw new Refused("ENOTDIR"); // Java's delete takes files as well
          }
          Files.delete(at(path));
          return null;
        });
  }

  @Override
  public void unlink(String path) throws IOException {
    refused(
        () -> {
          if (Files.isDirectory(at(path), LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(path, null, "Is a directory");
          }
          Files.delete(at(path));
          return null;
        });
  }

  @Override
  public void rename(String from, String to) throws IOException {
    // Java's own move is no rename(2) in all cases.
    refused(
        () -> {
          Rename.rename(at(from), at(to));
          return null;
        });
  }

  @Override
  public void symlink(String target, String path) throws IOException {
    refused(() -> Files.createSymbolicLink(at(path), Path.of(target)));
  }

  @Override
  public String readlink(String path) throws IOException {
    return refused(() -> Files.readSymbolicLink(at(path)).toString());
  }

  @Override
  public void close() {}

  private static <T> T refused(Action<T> action) throws IOException {
    try {
      return action.run();
    } catch (NoSuchFileException e) {
      throw new Refused("ENOENT");
    } catch (FileAlreadyExistsException e) {
      throw new Refused("EEXIST");
    } catch (DirectoryNotEmptyException e) {
      throw new Refused("ENOTEMPTY");
    } catch (NotDirectoryException e) {
      throw new Refused("ENOTDIR");
    } catch (FileSystemException e) {
      throw WORDS.containsKey(e.getReason()) ? new Refused(WORDS.get(e.getReason())) : e;
    } catch (FileNotFoundException e) {
      throw refusedOpen(e);
    } catch (IOException e) {
      throw WORDS.containsKey(e.getMessage()) ? new Refused(WORDS.get(e.getMessage())) : e;
    }
  }

  /** What RandomAccessFile says: "PATH (WORDS)". */
  private static IOException refusedOpen(FileNotFoundException e) {
    String message = e.getMessage();
    String words = message.substring(message.lastIndexOf('(') + 1, message.length() - 1);
    return new Refused(WORDS.getOrDefault(words, "ENOENT"));
  }
}
