package io.tpmount.s3.testing;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** LocalStack in a container. */
public final class LocalStackServer implements S3Server {
  /** The last line of images that start without an account. */
  private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.4.0");

  private final LocalStackContainer container;

  private LocalStackServer(LocalStackContainer container) {
    this.container = container;
  }

  /** Whether there is a Docker engine; takes no time where nothing hints at one. */
  public static boolean available() {
    boolean hinted =
        System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    return hinted && DockerClientFactory.instance().isDockerAvailable();
  }

  @SuppressWarnings("resource") // Closed with this server.
  public static LocalStackServer start() {
    LocalStackContainer container = new LocalStackContainer(IMAGE).withServices("s3");
    container.start();
    return new LocalStackServer(container);
  }

  @Override
  public URI endpoint() {
    return container.getEndpoint();
  }

  @Override
  public String accessKey() {
    return container.getAccessKey();
  }

  @Override
  public String secretKey() {
    return container.getSecretKey();
  }

  @Override
  public String region() {
    return container.getRegion();
  }

  @Override
  public void close() {
    container.stop();
  }
}
