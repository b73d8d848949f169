package io.tpmount.vfs.behaviour;

import io.tpmount.vfs.AttrChange;
import io.tpmount.vfs.DirEntry;
import io.tpmount.vfs.DirPage;
import io.tpmount.vfs.Entry;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.LookupResult;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.RenameMode;
import io.tpmount.vfs.Vfs;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.unit.ByteRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program that calls a {@link Vfs} as a driver does: it looks up, acts and forgets. */
public final class VfsShell implements Shell {
  private static final int IO_SIZE = 128 << 10;

  private final Vfs vfs;

  public VfsShell(Vfs vfs) {
    this.vfs = vfs;
  }

  /** Something to do with a node. */
  private interface OnNode<T> {
    T act(NodeId node) throws IOException;
  }

  /** Something to do with a name in a directory. */
  private interface OnName<T> {
    T act(NodeId parent, String name) throws IOException;
  }

  @Override
  public byte[] read(String path) throws IOException {
    return read(path, 0, Integer.MAX_VALUE);
  }

  @Override
  public byte[] read(String path, long offset, int length) throws IOException {
    HandleId handle = onNode(path, node -> await(vfs.open(node, OpenMode.READ)).handle());
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      while (bytes.size() < length) {
        byte[] some = read(handle, offset + bytes.size(), Math.min(IO_SIZE, length - bytes.size()));
        if (some.length == 0) {
          break;
        }
        bytes.writeBytes(some);
      }
      return bytes.toByteArray();
    } finally {
      await(vfs.flush(handle));
      await(vfs.release(handle));
    }
  }

  private byte[] read(HandleId handle, long offset, int length) throws IOException {
    try (ReadResult result = await(vfs.read(handle, new ByteRange(offset, length)))) {
      return switch (result) {
        case ReadResult.Bytes(var buffer) -> {
          byte[] bytes = new byte[buffer.remaining()];
          buffer.duplicate().get(bytes);
          yield bytes;
        }
        case ReadResult.FileRange range -> {
          byte[] bytes = new byte[range.length()];
          Path path = Path.of("/proc/self/fd", Integer.toString(range.fd()));
          try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(range.offset());
            file.readFully(bytes);
          }
          yield bytes;
        }
      };
    }
  }

  @Override
  public void write(String path, byte[] bytes) throws IOException {
    HandleId handle = create(path, OpenMode.WRITE.truncating(), Vfs.Exclusive.NO);
    writeAndClose(handle, 0, bytes);
  }

  @Override
  public void writeAt(String path, long offset, byte[] bytes) throws IOException {
    writeAndClose(open(path, OpenMode.WRITE), offset, bytes);
  }

  @Override
  public void append(String path, byte[] bytes) throws IOException {
    writeAndClose(open(path, OpenMode.WRITE.appending()), 0, bytes);
  }

  @Override
  public void createNew(String path) throws IOException {
    writeAndClose(create(path, OpenMode.WRITE, Vfs.Exclusive.YES), 0, new byte[0]);
  }

  private HandleId open(String path, OpenMode mode) throws IOException {
    return onNode(path, node -> await(vfs.open(node, mode)).handle());
  }

  private HandleId create(String path, OpenMode mode, Vfs.Exclusive exclusive) throws IOException {
    return onName(
        path,
        (parent, name) -> {
          var created = await(vfs.create(parent, name, mode, exclusive));
          vfs.forget(created.entry().node(), 1);
          return created.opened().handle();
        });
  }

  private void writeAndClose(HandleId handle, long offset, byte[] bytes) throws IOException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      for (int at = 0; at < bytes.length; at += IO_SIZE) {
        int length = Math.min(IO_SIZE, bytes.length - at);
        await(vfs.write(handle, offset + at, data.asSlice(at, length)));
      }
    } finally {
      await(vfs.flush(handle));
      await(vfs.release(handle));
    }
  }

  @Override
  public void truncate(String path, long size) throws IOException {
    onNode(path, node -> await(vfs.setattr(node, AttrChange.toSize(size))));
  }

  @Override
  public Stat stat(String path) throws IOException {
    Entry entry = onNode(path, node -> await(vfs.getattr(node)));
    return new Stat(
        entry.attr().kind().name(),
        entry.attr().size(),
        entry.attr().ino(),
        entry.attr().mtime().toEpochMilli());
  }

  @Override
  public List<String> list(String path) throws IOException {
    HandleId handle = onNode(path, node -> await(vfs.opendir(node)));
    try {
      List<String> names = new ArrayList<>();
      long cookie = 0;
      DirPage page;
      do {
        page = await(vfs.readdir(handle, cookie));
        for (DirEntry entry : page.entries()) {
          names.add(entry.name());
          cookie = entry.cookie();
        }
      } while (!page.last());
      names.removeAll(List.of(".", ".."));
      return names.stream().sorted().toList();
    } finally {
      await(vfs.releasedir(handle));
    }
  }

  @Override
  public void mkdir(String path) throws IOException {
    forget(onName(path, (parent, name) -> await(vfs.mkdir(parent, name))));
  }

  @Override
  public void rmdir(String path) throws IOException {
    onName(path, (parent, name) -> await(vfs.rmdir(parent, name)));
  }

  @Override
  public void unlink(String path) throws IOException {
    onName(path, (parent, name) -> await(vfs.unlink(parent, name)));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    onName(
        from,
        (parent, name) ->
            onName(
                to,
                (target, newName) ->
                    await(vfs.rename(parent, name, target, newName, RenameMode.REPLACE))));
  }

  @Override
  public void symlink(String target, String path) throws IOException {
    forget(onName(path, (parent, name) -> await(vfs.symlink(parent, name, target))));
  }

  @Override
  public String readlink(String path) throws IOException {
    return onNode(path, node -> await(vfs.readlink(node)));
  }

  @Override
  public void close() {}

  private void forget(Entry entry) {
    vfs.forget(entry.node(), 1);
  }

  private <T> T onName(String path, OnName<T> action) throws IOException {
    int slash = path.lastIndexOf('/');
    String parent = slash < 0 ? "" : path.substring(0, slash);
    return onNode(parent, node -> action.act(node, path.substring(slash + 1)));
  }

  private <T> T onNode(String path, OnNode<T> action) throws IOException {
    return walk(NodeId.ROOT, path, action);
  }

  private <T> T walk(NodeId from, String path, OnNode<T> action) throws IOException {
    if (path.isEmpty()) {
      return action.act(from);
    }
    int slash = path.indexOf('/');
    String name = slash < 0 ? path : path.substring(0, slash);
    String rest = slash < 0 ? "" : path.substring(slash + 1);
    return switch (await(vfs.lookup(from, name))) {
      case LookupResult.Absent _ -> throw new Refused("ENOENT");
      case LookupResult.Found(Entry entry) -> {
        try {
          yield walk(entry.node(), rest, action);
        } finally {
          vfs.forget(entry.node(), 1);
        }
      }
    };
  }

  private static <T> T await(CompletableFuture<T> call) throws IOException {
    try {
      return call.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof VfsException known
          ? new Refused(errno(known.error()))
          : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer within a minute", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String errno(VfsError error) {
    return switch (error) {
      case VfsError.NotFound _ -> "ENOENT";
      case VfsError.Exists _ -> "EEXIST";
      case VfsError.NotADirectory _ -> "ENOTDIR";
      case VfsError.IsADirectory _ -> "EISDIR";
      case VfsError.NotEmpty _ -> "ENOTEMPTY";
      case VfsError.NameTooLong _ -> "ENAMETOOLONG";
      case VfsError.Invalid _ -> "EINVAL";
      case VfsError.BadHandle _ -> "EBADF";
      case VfsError.AccessDenied _ -> "EACCES";
      case VfsError.NotPermitted _ -> "EPERM";
      case VfsError.ReadOnly _ -> "EROFS";
      case VfsError.Busy _ -> "EBUSY";
      case VfsError.Stale _ -> "ESTALE";
      case VfsError.NoSpace _ -> "ENOSPC";
      case VfsError.TooLarge _ -> "EFBIG";
      case VfsError.Unsupported _ -> "EOPNOTSUPP";
      case VfsError.NoAttribute _ -> "ENODATA";
      case VfsError.Interrupted _ -> "EINTR";
      case VfsError.Io _ -> "EIO";
    };
  }
}
