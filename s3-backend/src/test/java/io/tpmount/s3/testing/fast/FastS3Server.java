package io.tpmount.s3.testing.fast;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tpmount.s3.testing.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A small, fast S3 server inside this JVM, path-style, on a free loopback port. ETags are opaque
 * labels. Large bodies lie in files of a temporary directory and leave by sendfile.
 */
public final class FastS3Server implements S3Server {
  static final String ACCESS_KEY = "fast-access";
  static final String SECRET_KEY = "fast-secret";

  private final ServerSocketChannel listener;
  private final FastStore store;
  private final AccessCheck access;
  private final Wire wire;
  private final Path directory;
  private final Thread onExit = new Thread(this::deleteDirectory);

  @GuardedBy("clients")
  private final Set<SocketChannel> clients = new HashSet<>();

  private FastS3Server(
      ServerSocketChannel listener, Path directory, AccessCheck access, Wire wire) {
    this.listener = listener;
    this.directory = directory;
    this.store = new FastStore(directory);
    this.access = access;
    this.wire = wire;
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /** Answers everyone, whatever the signature. */
  public static FastS3Server start() {
    return start(0, temporaryDirectory(), AccessCheck.NONE, Wire.free());
  }

  /** Refuses what is not signed with its keys. */
  public static FastS3Server checkingSignatures() {
    return start(0, temporaryDirectory(), new SignatureCheck(ACCESS_KEY, SECRET_KEY), Wire.free());
  }

  /**
   * Runs until the process is ended.
   *
   * @param args the port, the directory for large bodies, and a {@link Wire}
   */
  public static void main(String[] args) {
    start(Integer.parseInt(args[0]), Path.of(args[1]), AccessCheck.NONE, Wire.of(args[2], args[3]));
    LockSupport.park();
  }

  private static FastS3Server start(int port, Path directory, AccessCheck access, Wire wire) {
    try {
      ServerSocketChannel listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
      FastS3Server server = new FastS3Server(listener, directory, access, wire);
      Thread.ofPlatform().daemon().name("fast-s3").start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("tpmount-fast-s3");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel client = listener.accept();
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        synchronized (clients) {
          clients.add(client);
        }
        // Platform threads: sendfile from a virtual one would hold its carrier.
        Thread.ofPlatform().daemon().name("fast-s3-connection").start(() -> serve(client));
      } catch (IOException e) {
        // The listener was closed, or a client gave up before it was accepted.
      }
    }
  }

  private void serve(SocketChannel client) {
    try {
      new FastConnection(client, store, access, wire).run();
    } finally {
      synchronized (clients) {
        clients.remove(client);
      }
    }
  }

  @Override
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.socket().getLocalPort());
  }

  @Override
  public String accessKey() {
    return ACCESS_KEY;
  }

  @Override
  public String secretKey() {
    return SECRET_KEY;
  }

  @Override
  public void close() {
    try {
      listener.close();
      synchronized (clients) {
        for (SocketChannel client : clients) {
          client.close();
        }
      }
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook does what follows as well.
    }
    deleteDirectory();
  }

  private void deleteDirectory() {
    try (Stream<Path> found = Files.walk(directory)) {
      List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // An upload under way made a file meanwhile; the system's temporary files are cleaned in
      // time.
    }
  }
}
