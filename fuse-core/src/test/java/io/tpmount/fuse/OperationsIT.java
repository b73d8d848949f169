package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.vfs.Attr;
import io.tpmount.vfs.NodeId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each operation of a file system, asked of the kernel. */
@Tag("jnr")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OperationsIT {
  @RegisterExtension final Mounted mounted = new Mounted();
  private final MemoryVfs vfs = new MemoryVfs();
  private FuseServer server;
  private Path root;

  @BeforeEach
  void mount() throws Exception {
    server = mounted.serve(vfs);
    root = server.mountPoint();
  }

  @AfterEach
  void nothingIsHeldAfterUnmount() throws Exception {
    server.unmount(UnmountMode.CLEAN);
    server.awaitUnmounted();
    assertThat(vfs.outstandingLookups()).as("lookups").isZero();
    assertThat(vfs.openHandles()).as("handles").isZero();
  }

  @Test
  void createReadWrite_file_keepsBytes() throws Exception {
    Path file = root.resolve("a");
    Files.writeString(file, "hello");
    assertThat(Files.readString(file)).isEqualTo("hello");
    assertThat(Files.size(file)).isEqualTo(5);
  }

  @Test
  void open_truncate_emptiesFirst() throws Exception {
    Path file = root.resolve("a");
    Files.writeString(file, "a long text");
    Files.writeString(file, "x");
    assertThat(Files.readString(file)).isEqualTo("x");
  }

  @Test
  void open_append_writesAtTheEnd() throws Exception {
    Path file = root.resolve("a");
    Files.writeString(file, "one,");
    Files.writeString(file, "two", StandardOpenOption.APPEND);
    assertThat(Files.readString(file)).isEqualTo("one,two");
  }

  @Test
  void create_exclusiveOnExisting_isEexist() throws Exception {
    Files.writeString(root.resolve("a"), "x");
    assertThatThrownBy(() -> Files.createFile(root.resolve("a")))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void write_atOffsets_leavesZeros() throws Exception {
    Path file = root.resolve("a");
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 10);
      channel.force(false);
      channel.force(true);
      ByteBuffer read = ByteBuffer.allocate(20);
      assertThat(channel.read(read, 8)).isEqualTo(5);
      assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 0, 1, 2, 3}));
      channel.truncate(11);
      assertThat(channel.size()).isEqualTo(11);
    }
    assertThat(Files.readAllBytes(file)).hasSize(11).endsWith(0, 1);
  }

  @Test
  void lookup_missing_isEnoent() {
    assertThatThrownBy(() -> Files.readString(root.resolve("none/deep")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void lookup_belowAFile_isEnotdir() throws Exception {
    Files.writeString(root.resolve("a"), "x");
    assertThatThrownBy(() -> Files.readString(root.resolve("a/b")))
        .hasMessageContaining("Not a directory");
  }

  @Test
  void mkdirRmdir_directory_comesAndGoes() throws Exception {
    Path directory = Files.createDirectories(root.resolve("a/b/c"));
    assertThat(directory).isDirectory();
    assertThatThrownBy(() -> Files.delete(root.resolve("a/b")))
        .isInstanceOf(DirectoryNotEmptyException.class);
    Files.delete(directory);
    assertThat(directory).doesNotExist();
  }

  @Test
  void readdir_tenThousandNames_showsEachOnce() throws Exception {
    Path directory = Files.createDirectory(root.resolve("many"));
    List<String> names =
        Stream.iterate(0, i -> i + 1).limit(10_000).map("n%05d"::formatted).toList();
    for (String name : names) {
      Files.createFile(directory.resolve(name));
    }
    try (Stream<Path> seen = Files.list(directory)) {
      assertThat(seen.map(path -> path.getFileName().toString()).sorted().toList())
          .isEqualTo(names);
    }
  }

  @Test
  void readdir_entries_tellInodeAndType() throws Exception {
    Files.createDirectory(root.resolve("d"));
    Files.writeString(root.resolve("f"), "x");
    String listed = Children.output(mounted.start("ls", "-aiFU", root.toString()));
    long inode = (Long) Files.getAttribute(root.resolve("f"), "unix:ino");
    assertThat(listed.lines().map(String::strip)).anyMatch((inode + " f")::equals);
    assertThat(listed).contains("d/").contains("./").contains("../");
  }

  @Test
  void unlink_file_isGone() throws Exception {
    Path file = Files.writeString(root.resolve("a"), "x");
    Files.delete(file);
    assertThat(file).doesNotExist();
  }

  @Test
  void unlink_openFile_isEbusyAndMakesNoHiddenFile() throws Exception {
    Path file = Files.writeString(root.resolve("a"), "x");
    try (FileChannel open = FileChannel.open(file)) {
      assertThat(open.size()).isEqualTo(1);
      assertThatThrownBy(() -> Files.delete(file)).hasMessageContaining("busy");
    }
    try (Stream<Path> left = Files.list(root)) {
      assertThat(left.toList()).isEqualTo(List.of(file));
    }
  }

  @Test
  void rename_ontoExisting_replacesIt() throws Exception {
    Files.writeString(root.resolve("a"), "new");
    Files.writeString(root.resolve("b"), "old");
    Files.createDirectory(root.resolve("d"));
    Files.move(root.resolve("a"), root.resolve("b"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(root.resolve("b"), root.resolve("d/c"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(Files.readString(root.resolve("d/c"))).isEqualTo("new");
    assertThat(root.resolve("a")).doesNotExist();
    assertThat(root.resolve("b")).doesNotExist();
  }

  @Test
  void symlink_target_isReadBack() throws Exception {
    Files.writeString(root.resolve("target"), "x");
    Files.createSymbolicLink(root.resolve("l"), Path.of("target"));
    assertThat(Files.readSymbolicLink(root.resolve("l"))).isEqualTo(Path.of("target"));
    assertThat(Files.readString(root.resolve("l"))).isEqualTo("x");
  }

  @Test
  void link_any_isEperm() throws Exception {
    Path file = Files.writeString(root.resolve("a"), "x");
    assertThatThrownBy(() -> Files.createLink(root.resolve("b"), file))
        .hasMessageContaining("not permitted");
  }

  @Test
  void mknod_fifoOrSocketOrDevice_isEpermAndMakesNothing() throws Exception {
    assertThat(Children.output(mounted.start("mkfifo", root.resolve("p").toString())))
        .contains("not permitted");
    assertThat(Children.output(mounted.start("mknod", root.resolve("z").toString(), "c", "1", "5")))
        .contains("not permitted");
    try (Stream<Path> made = Files.list(root)) {
      assertThat(made.toList()).isEqualTo(List.of());
    }
  }

  @Test
  void chmod_permissions_reachTheVfs() throws Exception {
    Path file = Files.writeString(root.resolve("a"), "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx-w---x"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rwx-w---x");
  }

  @Test
  void chown_refusedByTheVfs_isEperm() throws Exception {
    Path file = Files.writeString(root.resolve("a"), "x");
    assertThatThrownBy(() -> Files.setAttribute(file, "unix:uid", 4242))
        .hasMessageContaining("not permitted");
  }

  @Test
  void utimens_explicitNowAndOmitted_areToldApart() throws Exception {
    Path file = Files.writeString(root.resolve("a"), "x");
    Instant explicit = Instant.parse("2001-02-03T04:05:06.789012345Z");
    Files.setLastModifiedTime(file, FileTime.from(explicit));
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(explicit);
    assertThat(Children.output(mounted.start("touch", "-a", file.toString()))).isEmpty();
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(explicit);
    assertThat(Children.output(mounted.start("touch", "-m", file.toString()))).isEmpty();
    assertThat(Files.getLastModifiedTime(file).toInstant()).isAfter(explicit);
  }

  @Test
  void stat_attributes_areTheVfs() throws Exception {
    Path file = Files.writeString(root.resolve("a"), "x".repeat(1000));
    assertThat(
            Children.output(mounted.start("stat", "-c", "%s %b %h %u %g %a %F", file.toString())))
        .isEqualTo("1000 2 1 0 0 644 regular file");
  }

  @Test
  void statfs_numbers_areTheVfs() throws Exception {
    var store = Files.getFileStore(root);
    assertThat(store.getTotalSpace()).isEqualTo(4096L << 40);
    assertThat(store.getUsableSpace()).isEqualTo(4096L << 39);
    assertThat(store.type()).isEqualTo("fuse." + MountOptions.SUBTYPE);
    assertThat(store.name()).isEqualTo("tpmount:test");
  }

  @Test
  void fallocate_plain_extends() throws Exception {
    Path file = Files.writeString(root.resolve("a"), "x");
    assertThat(Children.output(mounted.start("fallocate", "-l", "5000", file.toString())))
        .isEmpty();
    assertThat(Files.size(file)).isEqualTo(5000);
  }

  @Test
  void fallocate_punch_isEopnotsupp() throws Exception {
    Path file = Files.writeString(root.resolve("a"), "x".repeat(5000));
    assertThat(
            Children.output(
                mounted.start("fallocate", "-p", "-o", "0", "-l", "4096", file.toString())))
        .contains("unsupported");
  }

  @Test
  void xattr_user_isReadableAndNotWritable() throws Exception {
    Path file = Files.writeString(root.resolve("a"), "x");
    var view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    assertThat(view.list()).isEqualTo(List.of("tpmount.state"));
    ByteBuffer value = ByteBuffer.allocate(view.size("tpmount.state"));
    view.read("tpmount.state", value);
    assertThat(new String(value.array(), StandardCharsets.UTF_8)).isEqualTo("clean");
    assertThatThrownBy(() -> view.write("tpmount.state", ByteBuffer.wrap(new byte[1])))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("not supported");
    assertThatThrownBy(() -> view.size("other"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("No data available");
  }

  @Test
  void lock_exclusive_isEnosysAndSharedSucceeds() throws Exception {
    Path file = Files.writeString(root.resolve("a"), "x");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assertThatThrownBy(channel::lock)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not implemented");
      channel.lock(0, 1, true).release();
    }
    assertThat(Children.output(mounted.start("flock", "-x", file.toString(), "echo", "got it")))
        .contains("not implemented");
    assertThat(Children.output(mounted.start("flock", "-s", file.toString(), "echo", "got it")))
        .isEqualTo("got it");
  }

  @Test
  void names_anyBytes_areKept() throws Exception {
    String touch = "touch \"$(printf 'bad\\377\\300x')\" \"$(printf 'e\\314\\201')\"";
    String listed =
        Children.output(
            mounted.start("sh", "-c", "cd " + root + " && " + touch + " && ls | od -An -tx1"));
    assertThat(listed.replaceAll("\\s+", " ")).isEqualTo("62 61 64 ff c0 78 0a 65 cc 81 0a");
    var names =
        vfs.opendir(NodeId.ROOT)
            .thenCompose(
                handle -> {
                  var page = vfs.readdir(handle, 2);
                  return vfs.releasedir(handle).thenCombine(page, (none, entries) -> entries);
                })
            .get();
    assertThat(names.entries())
        .extracting(entry -> entry.name())
        .isEqualTo(List.of("bad‛FF‛C0x", "e\u0301"));
    assertThat(names.entries()).allMatch(entry -> entry.attr().kind() == Attr.Kind.FILE);
  }

  @Test
  void names_tooLong_areEnametoolong() {
    assertThatThrownBy(() -> Files.createFile(root.resolve("x".repeat(256))))
        .hasMessageContaining("name too long");
  }
}
