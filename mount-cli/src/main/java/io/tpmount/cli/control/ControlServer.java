package io.tpmount.cli.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control socket of one mount, open from its first moment to its last. */
public final class ControlServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ControlServer.class);

  /** How long the last answers may take to be read. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  /** A younger socket may belong to a process that is about to listen. */
  private static final Duration ANSWERS_BY_NOW = Duration.ofMinutes(1);

  /** Who answers. Called on a thread per connection; may take its time. */
  @FunctionalInterface
  public interface Handler {
    void answer(Request request, Reply reply) throws IOException, InterruptedException;
  }

  /** Sends one line to who asked. */
  @FunctionalInterface
  public interface Reply {
    void send(Answer answer) throws IOException;
  }

  private final Path socket;
  private final ServerSocketChannel channel;
  private final Handler handler;
  private final Set<Thread> conversations = ConcurrentHashMap.newKeySet();

  private ControlServer(Path socket, ServerSocketChannel channel, Handler handler) {
    this.socket = socket;
    this.channel = channel;
    this.handler = handler;
  }

  /**
   * Listens. Sockets left behind by processes that are gone are removed.
   *
   * @throws IOException also when another process serves this mount point
   */
  public static ControlServer open(RuntimeDirectory directory, Path mountPoint, Handler handler)
      throws IOException {
    directory.prepare();
    for (Path old : directory.oldSockets(ANSWERS_BY_NOW)) {
      removeIfDead(old);
    }
    Path socket = directory.socketOf(mountPoint);
    if (Files.exists(socket) && !removeIfDead(socket)) {
      throw new IOException("another process serves this mount point already");
    }
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    ControlServer server = new ControlServer(socket, channel, handler);
    Thread.ofVirtual().name("control").start(server::accept);
    return server;
  }

  /** Gives the conversations time for their last answer, then removes the socket. */
  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(socket);
      for (Thread conversation : conversations) {
        conversation.join(LAST_ANSWERS);
        conversation.interrupt();
      }
    } catch (IOException e) {
      log.warn("control socket {} is left behind: {}", socket, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean removeIfDead(Path socket) throws IOException {
    try {
      ControlClient.connect(socket).close();
      return false;
    } catch (ControlClient.NobodyThere e) {
      Files.deleteIfExists(socket);
      return true;
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = channel.accept();
        Thread conversation =
            Thread.ofVirtual().name("control-client").unstarted(() -> serve(client));
        conversations.add(conversation);
        conversation.start();
      }
    } catch (ClosedChannelException e) {
      log.debug("control socket {} closed", socket);
    } catch (IOException e) {
      log.error("control socket {} failed: {}", socket, e.getMessage());
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      Lines lines = new Lines(client);
      Optional<Request> request = lines.receive(Request.class);
      if (request.isPresent() && request.get().verb() != null) {
        handler.answer(request.get(), lines::send);
      }
    } catch (IOException e) {
      log.debug("control client left: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      conversations.remove(Thread.currentThread());
    }
  }
}
