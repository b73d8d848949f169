package io.tpmount.s3.testing.fast;

import io.tpmount.s3.testing.S3Server;
import io.tpmount.s3.testing.ServerProcess;
import java.net.URI;
import java.util.List;

/** A {@link FastS3Server} in a process of its own, so that its work is not the client's. */
public final class FastS3Process implements S3Server {
  private final ServerProcess process;

  private FastS3Process(ServerProcess process) {
    this.process = process;
  }

  public static FastS3Process start() {
    return new FastS3Process(
        ServerProcess.start(
            "fast-s3",
            (port, directory) ->
                new ServerProcess.Command(
                    List.of("-Xmx512m", "-XX:+UseSerialGC"),
                    System.getProperty("java.class.path"),
                    FastS3Server.class.getName(),
                    List.of(Integer.toString(port), directory.toString()))));
  }

  @Override
  public URI endpoint() {
    return process.endpoint();
  }

  @Override
  public String accessKey() {
    return FastS3Server.ACCESS_KEY;
  }

  @Override
  public String secretKey() {
    return FastS3Server.SECRET_KEY;
  }

  @Override
  public void close() {
    process.close();
  }
}
