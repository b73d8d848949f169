package io.tpmount.s3.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A second, independent client of one bucket, to fill it and to look into it behind the back of
 * what is tested: the SDK's synchronous client over Apache's HTTP client, no CRT, no code of ours.
 */
public final class TestS3Client implements AutoCloseable {
  private final S3Client s3;
  private final String bucket;

  private TestS3Client(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  public static TestS3Client of(S3Server server, String bucket) {
    return new TestS3Client(connect(server), bucket);
  }

  static S3Client connect(S3Server server) {
    AwsBasicCredentials keys = AwsBasicCredentials.create(server.accessKey(), server.secretKey());
    return S3Client.builder()
        .endpointOverride(server.endpoint())
        .region(Region.of(server.region()))
        .credentialsProvider(StaticCredentialsProvider.create(keys))
        .forcePathStyle(true)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .serviceConfiguration(S3Configuration.builder().expectContinueEnabled(false).build())
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  public String bucket() {
    return bucket;
  }

  /** Makes the bucket; must not exist. */
  public TestS3Client createBucket() {
    s3.createBucket(request -> request.bucket(bucket));
    return this;
  }

  /**
   * @return the new version's ETag, quotes removed
   */
  public String put(String key, byte[] bytes) {
    return put(key, RequestBody.fromBytes(bytes));
  }

  public String put(String key, Path file) {
    return put(key, RequestBody.fromFile(file));
  }

  private String put(String key, RequestBody body) {
    return s3.putObject(request -> request.bucket(bucket).key(key), body).eTag().replace("\"", "");
  }

  public byte[] bytes(String key) {
    return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArray();
  }

  /** The content's SHA-256 in lower-case hex, streamed. */
  public String sha256(String key) {
    try (InputStream content = s3.getObject(request -> request.bucket(bucket).key(key))) {
      return FileDigest.sha256(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every key with the prefix, in the server's order. */
  public List<String> keys(String prefix) {
    return s3
        .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  /** Throws {@link software.amazon.awssdk.services.s3.model.NoSuchKeyException} when absent. */
  public HeadObjectResponse head(String key) {
    return s3.headObject(request -> request.bucket(bucket).key(key));
  }

  public boolean exists(String key) {
    return keys(key).contains(key);
  }

  public void delete(String key) {
    s3.deleteObject(request -> request.bucket(bucket).key(key));
  }

  /** The keys of unfinished multipart uploads. */
  public List<String> unfinishedUploads() {
    return s3.listMultipartUploads(request -> request.bucket(bucket)).uploads().stream()
        .map(upload -> upload.key())
        .toList();
  }

  @Override
  public void close() {
    s3.close();
  }
}
