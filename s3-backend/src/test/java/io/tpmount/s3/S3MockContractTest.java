package io.tpmount.s3;

import io.tpmount.s3.testing.S3MockServer;
import io.tpmount.s3.testing.S3Server;

final class S3MockContractTest extends ServerContract {
  private static final String BUCKET = createBucket(S3MockServer.shared());

  @Override
  S3Server server() {
    return S3MockServer.shared();
  }

  @Override
  String bucket() {
    return BUCKET;
  }

  @Override
  public boolean keepsKey(String key) {
    return !key.contains("\\");
  }

  @Override
  public boolean refusesLongKeys() {
    return false;
  }

  @Override
  public boolean createsAtomically() {
    return false;
  }

  @Override
  public boolean pagesPrefixesRightly() {
    return false;
  }
}
