package io.tpmount.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlServerTest {
  private static final Report MOUNTED =
      new Report(
          "bucket/é<x>",
          "/mnt/x",
          7,
          State.MOUNTED,
          new Backlog(3, 5000, 1),
          Figures.NONE,
          List.of(),
          0);
  private static final Report ENDED =
      new Report("bucket/é<x>", "/mnt/x", 7, State.ENDED, Backlog.NONE, Figures.NONE, List.of(), 3);

  @TempDir private Path temp;
  private RuntimeDirectory directory;
  private Path mountPoint;

  @BeforeEach
  void prepare() throws IOException {
    int uid = (Integer) Files.getAttribute(temp, "unix:uid");
    directory = RuntimeDirectory.at(temp.resolve("run"), uid);
    mountPoint = Files.createDirectory(temp.resolve("mnt"));
  }

  private static void answer(Request request, ControlServer.Reply reply) throws IOException {
    for (Report report :
        request.verb() == Verb.STATUS ? List.of(MOUNTED) : List.of(MOUNTED, ENDED)) {
      reply.send(report);
    }
  }

  private ControlServer open() throws IOException {
    return ControlServer.open(directory, mountPoint, ControlServerTest::answer);
  }

  @Test
  void ask_status_bringsOneReportUnchanged() throws IOException {
    try (ControlServer _ = open();
        ControlClient client = ControlClient.connect(directory.socketOf(mountPoint))) {
      assertThat(client.ask(Verb.STATUS)).contains(MOUNTED);
      assertThat(client.next()).isEmpty();
    }
  }

  @Test
  void ask_unmount_bringsReportsUntilTheEnd() throws IOException {
    try (ControlServer _ = open();
        ControlClient client = ControlClient.connect(directory.socketOf(mountPoint))) {
      assertThat(client.ask(Verb.UNMOUNT)).contains(MOUNTED);
      assertThat(client.next()).contains(ENDED);
      assertThat(client.next()).isEmpty();
    }
  }

  @Test
  void open_socket_isItsOwnersOnly() throws IOException {
    try (ControlServer _ = open()) {
      Path socket = directory.socketOf(mountPoint);

      assertThat(permissions(socket)).isEqualTo("rw-------");
      assertThat(permissions(socket.getParent())).isEqualTo("rwx------");
    }
  }

  @Test
  void close_always_removesTheSocket() throws IOException {
    open().close();

    assertThat(directory.socketOf(mountPoint)).doesNotExist();
  }

  @Test
  void open_socketOfADeadProcess_replacesIt() throws IOException {
    directory.prepare();
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(directory.socketOf(mountPoint)));
    }

    try (ControlServer _ = open();
        ControlClient client = ControlClient.connect(directory.socketOf(mountPoint))) {
      assertThat(client.ask(Verb.STATUS)).contains(MOUNTED);
    }
  }

  @Test
  void open_oldSocketsOfOtherMounts_removesTheDeadOnly() throws IOException {
    Path other = Files.createDirectory(temp.resolve("other"));
    directory.prepare();
    Path dead = temp.resolve("run/dead.sock");
    try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      gone.bind(UnixDomainSocketAddress.of(dead));
    }
    try (ControlServer _ = ControlServer.open(directory, other, ControlServerTest::answer)) {
      makeOld(dead);
      makeOld(directory.socketOf(other));

      open().close();

      assertThat(dead).doesNotExist();
      assertThat(directory.socketOf(other)).exists();
    }
  }

  private static void makeOld(Path socket) throws IOException {
    Files.setLastModifiedTime(socket, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }

  @Test
  void open_whileAnotherServes_isRefused() throws IOException {
    try (ControlServer _ = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("already");
    }
  }

  @Test
  void open_directoryOfAnotherUser_isRefused() {
    RuntimeDirectory foreign = RuntimeDirectory.at(temp.resolve("run"), 12345);

    assertThatThrownBy(() -> ControlServer.open(foreign, mountPoint, ControlServerTest::answer))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("belongs to user");
  }

  @Test
  void connect_nobodyThere_saysSo() {
    assertThatThrownBy(() -> ControlClient.connect(directory.socketOf(mountPoint)))
        .isInstanceOf(ControlClient.NobodyThere.class);
  }

  @Test
  void serve_nonsense_endsOnlyThatConversation() throws IOException {
    try (ControlServer _ = open()) {
      Path socket = directory.socketOf(mountPoint);
      try (SocketChannel raw = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        new Lines(raw).send(List.of("nonsense"));
        assertThat(new Lines(raw).receive(Report.class)).isEmpty();
      }
      try (ControlClient client = ControlClient.connect(socket)) {
        assertThat(client.ask(Verb.STATUS)).contains(MOUNTED);
      }
    }
  }

  @Test
  void socketOf_sameDirectoryBySeveralNames_isOne() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), mountPoint);

    assertThat(directory.socketOf(link)).isEqualTo(directory.socketOf(mountPoint));
    assertThat(directory.socketOf(temp.resolve("./mnt/../mnt")))
        .isEqualTo(directory.socketOf(mountPoint));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
