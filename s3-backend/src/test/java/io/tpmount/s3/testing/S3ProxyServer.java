package io.tpmount.s3.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * S3Proxy over a directory, in a process of its own. It checks signatures. Keys become files, so
 * {@code a} beside {@code a/b} and keys that are no path are beyond it.
 */
public final class S3ProxyServer implements S3Server {
  private static final String ACCESS_KEY = "local-identity";
  private static final String SECRET_KEY = "local-credential";

  private final ServerProcess process;

  private S3ProxyServer(ServerProcess process) {
    this.process = process;
  }

  public static S3ProxyServer start() {
    return new S3ProxyServer(ServerProcess.start("s3proxy", S3ProxyServer::command));
  }

  private static ServerProcess.Command command(int port, Path directory) throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Path properties = directory.resolve("s3proxy.conf");
    Files.write(
        properties,
        List.of(
            "s3proxy.endpoint=http://127.0.0.1:" + port,
            "s3proxy.authorization=aws-v4",
            "s3proxy.identity=" + ACCESS_KEY,
            "s3proxy.credential=" + SECRET_KEY,
            // What a CRT client sends beyond the basics, and parts larger than 16 MiB.
            "s3proxy.ignore-unknown-headers=true",
            "s3proxy.v4-max-chunk-size=134217728",
            "s3proxy.v4-max-non-chunked-request-size=134217728",
            "jclouds.provider=filesystem",
            "jclouds.identity=unused",
            "jclouds.credential=unused",
            "jclouds.filesystem.basedir=" + data));
    return new ServerProcess.Command(
        List.of("-Xmx768m", "-DLOG_LEVEL=warn", "-DJETTY_LOG_LEVEL=warn"),
        ServerJars.find("s3proxy.jar").toString(),
        "org.gaul.s3proxy.Main",
        List.of("--properties", properties.toString()));
  }

  @Override
  public URI endpoint() {
    return process.endpoint();
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
    process.close();
  }
}
