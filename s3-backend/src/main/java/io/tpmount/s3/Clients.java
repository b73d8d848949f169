package io.tpmount.s3;

import static software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.tpmount.vfs.unit.ByteSize;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3CrtAsyncClientBuilder;
import software.amazon.awssdk.services.s3.crt.S3CrtConnectionHealthConfiguration;
import software.amazon.awssdk.services.s3.crt.S3CrtHttpConfiguration;
import software.amazon.awssdk.services.s3.crt.S3CrtRetryConfiguration;

/**
 * The two clients of one store. Bytes move through the CRT client. Everything else is asked through
 * the SDK's own: it sends exactly the one request (the CRT client asks HEAD before a copy), tells
 * status and headers of every failure (the CRT client drops those of a 5xx, and retries it once by
 * itself), and lets an answer's size be limited.
 *
 * @param bulk for objects' bytes
 * @param control for small questions
 * @param controlThreads where the answers to those are parsed
 */
record Clients(S3AsyncClient bulk, S3AsyncClient control, EventLoopGroup controlThreads)
    implements AutoCloseable {
  private static final Region FALLBACK_REGION = Region.US_EAST_1;

  /** S3's limit of one PUT; what is above it comes here in parts already. */
  private static final ByteSize NEVER_SPLIT = ByteSize.ofGib(5);

  /** They never wait; Netty's default is two for each core. */
  private static final int CONTROL_THREADS = 4;

  static Clients create(S3Config config) {
    Region region = region(config);
    AwsCredentialsProvider provider = provider(config.credentials());
    EventLoopGroup threads =
        new NioEventLoopGroup(
            CONTROL_THREADS, Thread.ofPlatform().daemon().name("s3-control-", 0).factory());
    return new Clients(
        bulk(config, region, provider), control(config, region, provider, threads), threads);
  }

  @Override
  public void close() {
    bulk.close();
    control.close();
    // The client's own group would wait two seconds for work that can't come any more.
    var _ = controlThreads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** Set up so that one call is one request. */
  private static S3AsyncClient bulk(
      S3Config config, Region region, AwsCredentialsProvider provider) {
    S3Limits limits = config.limits();
    S3CrtAsyncClientBuilder builder =
        S3AsyncClient.crtBuilder()
            .region(region)
            .credentialsProvider(provider)
            .forcePathStyle(isPathStyle(config))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .minimumPartSizeInBytes(limits.largestGet().bytes())
            .thresholdInBytes(NEVER_SPLIT.bytes())
            .maxConcurrency(limits.connections())
            .maxNativeMemoryLimitInBytes(limits.nativeMemory().bytes())
            .retryConfiguration(S3CrtRetryConfiguration.builder().numRetries(1).build())
            .httpConfiguration(bulkHttp(limits.timeouts()))
            .disableS3ExpressSessionAuth(true)
            // A call's own thread waits for the answer; nothing else runs on the client's.
            .futureCompletionExecutor(Runnable::run);
    config.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static S3CrtHttpConfiguration bulkHttp(S3Timeouts timeouts) {
    return S3CrtHttpConfiguration.builder()
        .connectionTimeout(timeouts.connect())
        .connectionHealthConfiguration(
            S3CrtConnectionHealthConfiguration.builder()
                .minimumThroughputInBps(1L)
                .minimumThroughputTimeout(timeouts.silence())
                .build())
        .build();
  }

  private static S3AsyncClient control(
      S3Config config, Region region, AwsCredentialsProvider provider, EventLoopGroup threads) {
    S3AsyncClientBuilder builder =
        S3AsyncClient.builder()
            .region(region)
            .credentialsProvider(provider)
            .forcePathStyle(isPathStyle(config))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .disableS3ExpressSessionAuth(true)
            .httpClientBuilder(controlHttp(config.limits(), threads))
            .asyncConfiguration(
                async ->
                    async.advancedOption(
                        FUTURE_COMPLETION_EXECUTOR, task -> completeLater(threads, task)))
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new AnswerLimit()));
    config.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /**
   * Completes an answer on the thread that received it, but after that has put the connection back:
   * a failure that comes before would close the connection.
   */
  private static void completeLater(EventLoopGroup threads, Runnable task) {
    for (EventExecutor thread : threads) {
      if (thread.inEventLoop()) {
        thread.execute(task);
        return;
      }
    }
    task.run();
  }

  private static SdkAsyncHttpClient.Builder<?> controlHttp(
      S3Limits limits, EventLoopGroup threads) {
    S3Timeouts timeouts = limits.timeouts();
    return NettyNioAsyncHttpClient.builder()
        .maxConcurrency(limits.connections())
        .eventLoopGroup(SdkEventLoopGroup.create(threads))
        .connectionTimeout(timeouts.connect())
        .connectionAcquisitionTimeout(timeouts.answer())
        .readTimeout(timeouts.silence())
        .tcpKeepAlive(true);
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
