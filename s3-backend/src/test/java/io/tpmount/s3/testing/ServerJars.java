package io.tpmount.s3.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the jars of the servers lie: the build copies them into {@code target/s3-servers} of every
 * module that starts one, and names that folder by the system property {@value #PROPERTY}.
 */
final class ServerJars {
  static final String PROPERTY = "tpmount.s3.servers";

  private ServerJars() {}

  static Path find(String name) {
    return Stream.of(
            System.getProperty(PROPERTY, "target/s3-servers"),
            "target/s3-servers",
            "s3-backend/target/s3-servers",
            "../s3-backend/target/s3-servers")
        .map(folder -> Path.of(folder, name).toAbsolutePath())
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    name + " not found: run mvn process-test-resources, or set -D" + PROPERTY));
  }
}
