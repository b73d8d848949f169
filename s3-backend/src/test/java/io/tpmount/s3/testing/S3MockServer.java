package io.tpmount.s3.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Adobe's S3Mock in a process of its own. It checks no signature: every key pair works. */
public final class S3MockServer implements S3Server {
  private final ServerProcess process;

  private S3MockServer(ServerProcess process) {
    this.process = process;
  }

  /** The one server of this JVM, started at first need; ends with the JVM. Don't close it. */
  public static S3MockServer shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final S3MockServer SERVER = start();
  }

  public static S3MockServer start() {
    return new S3MockServer(ServerProcess.start("s3mock", S3MockServer::command));
  }

  private static ServerProcess.Command command(int port, Path directory) {
    return new ServerProcess.Command(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Dcom.adobe.testing.s3mock.store.root=" + directory.resolve("data")),
        ServerJars.find("s3mock.jar").toString(),
        "org.springframework.boot.loader.launch.JarLauncher",
        List.of(
            "--http.port=" + port,
            "--server.port=0",
            "--logging.level.root=WARN",
            "--silent=true"));
  }

  @Override
  public URI endpoint() {
    return process.endpoint();
  }

  @Override
  public String accessKey() {
    return "test";
  }

  @Override
  public String secretKey() {
    return "test-secret";
  }

  @Override
  public void close() {
    process.close();
  }
}
