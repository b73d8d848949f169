package io.tpmount.vfs.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tpmount.vfs.Attr;
import io.tpmount.vfs.AttrChange;
import io.tpmount.vfs.AttrChange.TimeChange;
import io.tpmount.vfs.Created;
import io.tpmount.vfs.Entry;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.LookupResult;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.OpenMode;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.Vfs;
import io.tpmount.vfs.VfsError;
import io.tpmount.vfs.VfsException;
import io.tpmount.vfs.behaviour.VfsShell;
import io.tpmount.vfs.posix.Unsupported;
import io.tpmount.vfs.store.InMemoryObjectStore;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.RecordingObjectStore;
import io.tpmount.vfs.unit.ByteRange;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an object store cannot do, in both forms. */
class PosixFormsTest {
  private static final Instant TIME = Instant.parse("2001-02-03T04:05:06Z");
  private static final byte[] TEXT = "some text".getBytes(UTF_8);

  @TempDir private Path scratch;

  private final InMemoryObjectStore bucket = new InMemoryObjectStore();
  private final RecordingObjectStore store = new RecordingObjectStore(bucket);
  private VirtualFileSystem vfs;
  private VfsShell shell;

  private void start(Unsupported unsupported) throws Exception {
    vfs =
        VirtualFileSystem.open(
            TestOptions.at(scratch.resolve("cache"), Duration.ofHours(1), unsupported), store);
    shell = new VfsShell(vfs);
  }

  @AfterEach
  void stop() throws Exception {
    vfs.drain().get(60, TimeUnit.SECONDS);
    vfs.close();
  }

  private Entry lookUp(String name) throws Exception {
    return ((LookupResult.Found) vfs.lookup(NodeId.ROOT, name).get()).entry();
  }

  private Entry set(String name, AttrChange change) throws Exception {
    return vfs.setattr(lookUp(name).node(), change).get();
  }

  private Created create(String name) throws Exception {
    return vfs.create(NodeId.ROOT, name, OpenMode.READ_WRITE, Vfs.Exclusive.YES).get();
  }

  private void write(HandleId handle, byte[] bytes) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      vfs.write(handle, 0, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes)).get();
    }
  }

  private byte[] read(HandleId handle) throws Exception {
    try (ReadResult result = vfs.read(handle, new ByteRange(0, TEXT.length)).get()) {
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

  private static void assertRefused(Class<? extends VfsError> error, ThrowingCallable call) {
    assertThatThrownBy(call)
        .cause()
        .isInstanceOfSatisfying(VfsException.class, e -> assertThat(e.error()).isInstanceOf(error));
  }

  @Test
  void setattr_rejecting_changesNothingAndAsksNobody() throws Exception {
    bucket.write("f", TEXT);
    start(Unsupported.REJECT);
    Attr before = lookUp("f").attr();
    int calls = store.calls().size();

    assertThat(set("f", AttrChange.toPermissions(0644)).attr()).isEqualTo(before);
    assertThat(set("f", AttrChange.toOwner(0, -1)).attr()).isEqualTo(before);
    assertRefused(VfsError.NotPermitted.class, () -> set("f", AttrChange.toPermissions(0600)));
    assertRefused(VfsError.NotPermitted.class, () -> set("f", AttrChange.toPermissions(04644)));
    assertRefused(VfsError.NotPermitted.class, () -> set("f", AttrChange.toOwner(1, -1)));
    assertRefused(VfsError.NotPermitted.class, () -> set("f", AttrChange.toOwner(-1, 1)));
    assertRefused(
        VfsError.NotPermitted.class, () -> set("f", AttrChange.toMtime(new TimeChange.Now())));
    assertRefused(
        VfsError.NotPermitted.class, () -> set("f", AttrChange.toMtime(new TimeChange.At(TIME))));

    assertThat(lookUp("f").attr()).isEqualTo(before);
    assertThat(store.calls()).hasSize(calls);
  }

  @Test
  void setattr_rejectingOfUnsentFile_takesThePresentTimeOnly() throws Exception {
    start(Unsupported.REJECT);
    shell.write("f", TEXT);

    assertThat(set("f", AttrChange.toMtime(new TimeChange.Now())).attr().mtime()).isAfter(TIME);
    assertRefused(
        VfsError.NotPermitted.class, () -> set("f", AttrChange.toMtime(new TimeChange.At(TIME))));
  }

  @Test
  void setattr_ignoring_keepsShownModeAndOwner() throws Exception {
    bucket.write("f", TEXT);
    start(Unsupported.IGNORE);
    Attr before = lookUp("f").attr();

    assertThat(set("f", AttrChange.toPermissions(04600)).attr()).isEqualTo(before);
    assertThat(set("f", AttrChange.toOwner(1, 1)).attr()).isEqualTo(before);
  }

  @Test
  void setattr_ignoringTimeOfUnsentFile_isStoredWithIt() throws Exception {
    start(Unsupported.IGNORE);
    shell.write("f", TEXT);

    set("f", AttrChange.toMtime(new TimeChange.At(TIME)));
    vfs.drain().get(60, TimeUnit.SECONDS);

    assertThat(lookUp("f").attr().mtime()).isEqualTo(TIME);
    assertThat(bucket.head(ObjectKey.of("f")).get().shownTime()).isEqualTo(TIME);
  }

  @Test
  void setattr_ignoringTimeOfStoredFile_isShownUntilItIsWritten() throws Exception {
    bucket.write("f", TEXT);
    start(Unsupported.IGNORE);

    set("f", AttrChange.toMtime(new TimeChange.At(TIME)));
    assertThat(lookUp("f").attr().mtime()).isEqualTo(TIME);
    assertThat(shell.read("f")).isEqualTo(TEXT);
    assertThat(lookUp("f").attr().mtime()).isEqualTo(TIME);

    shell.append("f", TEXT);
    assertThat(lookUp("f").attr().mtime()).isAfter(TIME);
    vfs.drain().get(60, TimeUnit.SECONDS);
    assertThat(lookUp("f").attr().mtime()).isAfter(TIME);
  }

  @Test
  void unlink_rejectingOfOpenFile_isBusyAndKeepsIt() throws Exception {
    start(Unsupported.REJECT);
    HandleId handle = create("f").opened().handle();
    write(handle, TEXT);

    assertRefused(VfsError.Busy.class, () -> vfs.unlink(NodeId.ROOT, "f").get());

    vfs.release(handle).get();
    assertThat(shell.read("f")).isEqualTo(TEXT);
  }

  @Test
  void unlink_rejectingOfOpenEmptyNewFile_removesIt() throws Exception {
    start(Unsupported.REJECT);
    HandleId handle = create("lock").opened().handle();

    vfs.unlink(NodeId.ROOT, "lock").get();

    assertThat(shell.list("")).isEmpty();
    vfs.release(handle).get();
    vfs.drain().get(60, TimeUnit.SECONDS);
    assertThat(bucket.keys()).isEmpty();
  }

  @Test
  void unlink_ignoringOfOpenNewFile_leavesItToItsHandle() throws Exception {
    start(Unsupported.IGNORE);
    Created file = create("f");
    HandleId handle = file.opened().handle();

    vfs.unlink(NodeId.ROOT, "f").get();
    write(handle, TEXT);

    assertThat(read(handle)).isEqualTo(TEXT);
    assertThat(vfs.getattr(file.entry().node()).get().attr().links()).isZero();
    vfs.flush(handle).get();
    vfs.release(handle).get();
    vfs.drain().get(60, TimeUnit.SECONDS);
    assertThat(bucket.keys()).isEmpty();
  }

  @Test
  void unlink_ignoringOfOpenStoredFile_leavesItsBytesToItsHandle() throws Exception {
    bucket.write("f", TEXT);
    start(Unsupported.IGNORE);
    HandleId handle = vfs.open(lookUp("f").node(), OpenMode.READ).get().handle();

    vfs.unlink(NodeId.ROOT, "f").get();

    assertThat(bucket.keys()).isEmpty();
    assertThat(read(handle)).isEqualTo(TEXT);
    vfs.release(handle).get();
  }

  @Test
  void unlink_ignoringThenMadeAnew_keepsTheNewFile() throws Exception {
    start(Unsupported.IGNORE);
    HandleId handle = create("f").opened().handle();
    vfs.unlink(NodeId.ROOT, "f").get();
    shell.write("f", TEXT);

    write(handle, "other".getBytes(UTF_8));
    vfs.release(handle).get();

    assertThat(shell.read("f")).isEqualTo(TEXT);
    vfs.drain().get(60, TimeUnit.SECONDS);
    assertThat(bucket.bytes("f")).contains(TEXT);
  }

  @Test
  void regression_fileRemovedWhileOpen_doesNotComeBackAtTheNextStart() throws Exception {
    start(Unsupported.IGNORE);
    HandleId handle = create("f").opened().handle();
    write(handle, TEXT);
    vfs.flush(handle).get();
    vfs.unlink(NodeId.ROOT, "f").get();
    vfs.close();

    start(Unsupported.IGNORE);
    assertThat(shell.list("")).isEmpty();
  }

  @Test
  void regression_fileReplacedWhileOpen_doesNotComeBackAtTheNextStart() throws Exception {
    start(Unsupported.REJECT);
    HandleId handle = create("f").opened().handle();
    write(handle, TEXT);
    vfs.flush(handle).get();
    shell.write("new", "new".getBytes(UTF_8));
    shell.rename("new", "f");
    vfs.close();

    start(Unsupported.REJECT);
    assertThat(shell.read("f")).isEqualTo("new".getBytes(UTF_8));
  }
}
