package io.tpmount.s3;

import io.tpmount.s3.testing.S3Server;
import io.tpmount.s3.testing.TestS3Client;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.ObjectStoreContract;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The contract of {@link S3ObjectStore} on one server: a bucket for the class, a prefix a test. */
abstract class ServerContract extends ObjectStoreContract {
  /** Short, so that what must fail for good does so soon. */
  static final RetrySchedule FEW_RETRIES =
      new RetrySchedule(4, Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofSeconds(20));

  /** The server, the same at every call. */
  abstract S3Server server();

  /** The bucket, which exists. */
  abstract String bucket();

  @Override
  protected ObjectStore createStore() {
    return S3ObjectStore.create(config(server(), bucket(), "t-" + UUID.randomUUID() + "/"));
  }

  static S3Config config(S3Server server, String bucket, String prefix) {
    Credentials keys =
        new Credentials.Static(server.accessKey(), server.secretKey(), Optional.empty());
    return S3Config.ofBucket(bucket)
        .at(server.endpoint(), server.region(), keys)
        .withPrefix(prefix)
        .withLimits(S3Limits.DEFAULT, FEW_RETRIES);
  }

  /** A new bucket on the server. */
  static String createBucket(S3Server server) {
    try (TestS3Client client = TestS3Client.of(server, "contract-" + UUID.randomUUID())) {
      return client.createBucket().bucket();
    }
  }
}
