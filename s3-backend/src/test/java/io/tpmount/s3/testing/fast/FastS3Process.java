package io.tpmount.s3.testing.fast;

import io.tpmount.s3.testing.S3Server;
import io.tpmount.s3.testing.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link FastS3Server} in a process of its own, so that its work is not the client's. */
public final class FastS3Process implements S3Server {
  private final ServerProcess process;

  private FastS3Process(ServerProcess process) {
    this.process = process;
  }

  /**
   * What went over the wire since the start.
   *
   * @param bytes of objects, sent
   */
  public record Traffic(long requests, long bytes) {}

  public static FastS3Process start() {
    return start(Wire.free());
  }

  public static FastS3Process start(Wire wire) {
    return new FastS3Process(
        ServerProcess.start(
            "fast-s3",
            (port, directory) ->
                new ServerProcess.Command(
                    List.of("-Xmx512m", "-XX:+UseSerialGC"),
                    System.getProperty("java.class.path"),
                    FastS3Server.class.getName(),
                    arguments(port, directory, wire))));
  }

  private static List<String> arguments(int port, Path directory, Wire wire) {
    List<String> arguments = new ArrayList<>(List.of(Integer.toString(port), directory.toString()));
    arguments.addAll(wire.arguments());
    return arguments;
  }

  public Traffic traffic() {
    try (InputStream answer = endpoint().resolve(Wire.TRAFFIC_PATH).toURL().openStream()) {
      String[] numbers = new String(answer.readAllBytes(), StandardCharsets.US_ASCII).split(" ", 2);
      return new Traffic(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
