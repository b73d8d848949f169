package io.tpmount.s3;

import static io.tpmount.vfs.store.StoreCalls.answerOf;
import static io.tpmount.vfs.store.StoreCalls.keys;

import io.tpmount.s3.testing.EndpointFromEnvironment;
import io.tpmount.s3.testing.S3Server;
import io.tpmount.vfs.store.ObjectKey;
import io.tpmount.vfs.store.UploadId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract on a real store of the tester's choice. */
@EnabledIfEnvironmentVariable(named = EndpointFromEnvironment.ENDPOINT, matches = ".+")
final class EnvironmentContractTest extends ServerContract {
  private final EndpointFromEnvironment endpoint = EndpointFromEnvironment.read();

  @Override
  S3Server server() {
    return endpoint;
  }

  @Override
  String bucket() {
    return endpoint.bucket();
  }

  @AfterEach
  void deleteWhatWasWritten() {
    answerOf(store().deleteAll(keys(store(), "").stream().map(ObjectKey::of).toList()));
    for (UploadId upload : answerOf(store().listUploads(""))) {
      answerOf(store().abortUpload(upload));
    }
  }
}
