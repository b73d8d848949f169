package io.tpmount.cli;

import io.tpmount.cli.exit.CommandFailure;
import io.tpmount.s3.RetrySchedule;
import io.tpmount.s3.S3Config;
import io.tpmount.s3.S3ObjectStore;
import io.tpmount.vfs.store.ListRequest;
import io.tpmount.vfs.store.ObjectStore;
import io.tpmount.vfs.store.StoreError;
import io.tpmount.vfs.store.StoreException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * One LIST before the mount: whether the bucket is there and lets us in. It gives up soon, where a
 * running mount would go on trying.
 */
final class BucketCheck {
  private static final RetrySchedule FEW =
      new RetrySchedule(3, Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(15));

  private final MountPlan plan;

  BucketCheck(MountPlan plan) {
    this.plan = plan;
  }

  /**
   * @throws CommandFailure that says what is wrong with which bucket, key or address
   */
  void run() throws InterruptedException {
    checkHost();
    S3Config config = plan.store().withLimits(plan.store().limits(), FEW);
    try (ObjectStore store = S3ObjectStore.create(config)) {
      store.list(ListRequest.oneLevel("").withMaxKeys(1)).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw CommandFailure.failed(describe(failure.error()));
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The client's own words do not tell a wrong name from a dead server. */
  private void checkHost() {
    String host = plan.store().endpoint().map(URI::getHost).orElse("");
    try {
      if (!host.isEmpty()) {
        InetAddress.getByName(host);
      }
    } catch (UnknownHostException e) {
      throw CommandFailure.failed("the endpoint's host " + host + " is unknown (no such name)");
    }
  }

  private String describe(StoreError error) {
    String bucket = "bucket '" + plan.store().bucket() + "'";
    String where = " at " + plan.endpoint();
    String said = " (" + error.detail().message() + ")";
    return switch (error) {
      case StoreError.NoSuchBucket _ -> "no such bucket: '" + plan.store().bucket() + "'" + where;
      case StoreError.NotFound _ ->
          "no such bucket: '" + plan.store().bucket() + "'" + where + said;
      case StoreError.AccessDenied _ ->
          "access to " + bucket + where + " was denied: check key, secret and policy" + said;
      case StoreError.Unavailable _ -> plan.endpoint() + " does not answer" + said;
      case StoreError.Throttled _ -> plan.endpoint() + " refuses for now, being busy" + said;
      case StoreError.BadAnswer _ -> plan.endpoint() + " does not answer as S3 does" + said;
      case StoreError.BadRequest _,
          StoreError.PreconditionFailed _,
          StoreError.SinkFailed _,
          StoreError.SourceFailed _ ->
          bucket + where + " cannot be listed" + said;
    };
  }
}
