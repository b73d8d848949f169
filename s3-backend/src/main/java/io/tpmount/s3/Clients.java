package io.tpmount.s3;

import io.tpmount.vfs.unit.ByteSize;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3CrtAsyncClientBuilder;
import software.amazon.awssdk.services.s3.crt.S3CrtConnectionHealthConfiguration;
import software.amazon.awssdk.services.s3.crt.S3CrtHttpConfiguration;
import software.amazon.awssdk.services.s3.crt.S3CrtRetryConfiguration;

/** Makes the CRT client so that each of our requests is one request on the wire. */
final class Clients {
  private static final Region FALLBACK_REGION = Region.US_EAST_1;

  /** S3's limit of one PUT; what is above it comes here in parts already. */
  private static final ByteSize NEVER_SPLIT = ByteSize.ofGib(5);

  private Clients() {}

  static S3AsyncClient create(S3Config config) {
    S3Limits limits = config.limits();
    S3CrtAsyncClientBuilder builder =
        S3AsyncClient.crtBuilder()
            .region(region(config))
            .credentialsProvider(provider(config.credentials()))
            .forcePathStyle(isPathStyle(config))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .minimumPartSizeInBytes(limits.largestGet().bytes())
            .thresholdInBytes(NEVER_SPLIT.bytes())
            .maxConcurrency(limits.connections())
            .maxNativeMemoryLimitInBytes(limits.nativeMemory().bytes())
            .retryConfiguration(S3CrtRetryConfiguration.builder().numRetries(1).build())
            .httpConfiguration(http(limits.timeouts()))
            .disableS3ExpressSessionAuth(true)
            // A call's own thread waits for the answer; nothing else runs on the client's.
            .futureCompletionExecutor(Runnable::run);
    config.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static S3CrtHttpConfiguration http(S3Timeouts timeouts) {
    return S3CrtHttpConfiguration.builder()
        .connectionTimeout(timeouts.connect())
        .connectionHealthConfiguration(
            S3CrtConnectionHealthConfiguration.builder()
                .minimumThroughputInBps(1L)
                .minimumThroughputTimeout(timeouts.silence())
                .build())
        .build();
  }

  private static boolean isPathStyle(S3Config config) {
    return switch (config.addressing()) {
      case PATH -> true;
      case VIRTUAL_HOST -> false;
      case AUTO -> config.endpoint().isPresent();
    };
  }

  private static Region region(S3Config config) {
    return config
        .region()
        .filter(name -> !name.isBlank())
        .map(Region::of)
        .orElseGet(Clients::found);
  }

  private static Region found() {
    try {
      return Optional.ofNullable(new DefaultAwsRegionProviderChain().getRegion())
          .orElse(FALLBACK_REGION);
    } catch (SdkClientException e) {
      return FALLBACK_REGION;
    }
  }

  private static AwsCredentialsProvider provider(Credentials credentials) {
    return switch (credentials) {
      case Credentials.Anonymous _ -> AnonymousCredentialsProvider.create();
      case Credentials.DefaultChain chain ->
          DefaultCredentialsProvider.builder().profileName(chain.profile().orElse(null)).build();
      case Credentials.Static pair ->
          StaticCredentialsProvider.create(
              pair.sessionToken().isPresent()
                  ? AwsSessionCredentials.create(
                      pair.accessKey(), pair.secretKey(), pair.sessionToken().get())
                  : AwsBasicCredentials.create(pair.accessKey(), pair.secretKey()));
    };
  }
}
