package io.tpmount.s3.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own, on a free loopback port and a temporary directory. It ends with
 * {@link #close}, with this JVM, and, through {@link ParentWatch}, also when this JVM is killed.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final int START_ATTEMPTS = 3;

  private final Process process;
  private final URI endpoint;
  private final Path directory;
  private final Thread onExit = new Thread(this::end);

  /** The command line of one server, given its port and directory. */
  @FunctionalInterface
  public interface Launch {
    /** JVM flags and class path, then the main class, then its arguments. */
    Command command(int port, Path directory) throws IOException;
  }

  /**
   * @param jvmFlags flags of the child JVM, heap size among them
   * @param classPath where the main class is found
   * @param mainClass started by {@link ParentWatch}
   * @param arguments of the main class
   */
  public record Command(
      List<String> jvmFlags, String classPath, String mainClass, List<String> arguments) {}

  private ServerProcess(Process process, URI endpoint, Path directory) {
    this.process = process;
    this.endpoint = endpoint;
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /** Starts the server and returns when it answers. */
  public static ServerProcess start(String name, Launch launch) {
    for (int attempt = 1; ; attempt++) {
      try {
        return startOnce(name, launch);
      } catch (IOException e) {
        // The free port may have been taken by another between its choice and its use.
        if (attempt == START_ATTEMPTS) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static ServerProcess startOnce(String name, Launch launch) throws IOException {
    Path directory = Files.createTempDirectory("tpmount-" + name);
    int port = freePort();
    Path log = directory.resolve("server.log");
    Process process =
        new ProcessBuilder(commandLine(launch.command(port, directory), directory))
            .redirectErrorStream(true)
            .redirectInput(Redirect.PIPE)
            .redirectOutput(log.toFile())
            .start();
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    ServerProcess server = new ServerProcess(process, endpoint, directory);
    try {
      server.awaitAnswer(log);
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private static List<String> commandLine(Command command, Path directory) {
    List<String> line = new ArrayList<>();
    // In a session of its own: Ctrl-C is for this JVM, which may need the server while it ends.
    line.add("setsid");
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(command.jvmFlags());
    line.add("-Djava.io.tmpdir=" + directory);
    line.add("-cp");
    line.add(command.classPath() + ":" + ParentWatch.classPath());
    line.add(ParentWatch.class.getName());
    line.add(directory.toString());
    line.add(command.mainClass());
    line.addAll(command.arguments());
    return line;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer(Path log) throws IOException {
    Instant limit = Instant.now().plus(START_LIMIT);
    while (!answers()) {
      if (ended() || Instant.now().isAfter(limit)) {
        throw new IOException("no answer from " + endpoint + ":\n" + Files.readString(log));
      }
    }
  }

  /** Any HTTP answer will do: what a stranger is told differs between servers. */
  private boolean answers() {
    try {
      HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(10_000);
      try {
        return connection.getResponseCode() > 0;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Gives the child some time, and tells whether it ended in it. */
  private boolean ended() {
    try {
      return process.waitFor(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // The hook runs already, and does what follows as well.
    }
    end();
  }

  private void end() {
    process.destroyForcibly();
    process.onExit().join();
    ParentWatch.delete(directory);
  }
}
