package io.tpmount.s3;

import static software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
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
 * The two clients of one store. Ranged gets go through the CRT client, which moves bytes with the
 * least work. Everything else goes through the SDK's own: it streams a body as it sends it (the CRT
 * client holds a whole part in native memory first), sends exactly the one request (the CRT client
 * asks HEAD before a copy), tells status and headers of every failure (the CRT client drops those
 * of a 5xx, and retries it once by itself), and lets an answer's size be limited.
 *
 * @param reader for ranged gets
 * @param client for everything else
 * @param threads the latter's, which send, and parse answers
 */
record Clients(S3AsyncClient reader, S3AsyncClient client, EventLoopGroup threads)
    implements AutoCloseable {
  private static final Region FALLBACK_REGION = Region.US_EAST_1;

  /** The CRT watches a connection for no less. */
  private static final Duration LEAST_WATCHED = Duration.ofSeconds(2);

  /** They never wait; Netty's default, two for each core, is far more than a network needs. */
  private static final int MAX_THREADS = 8;

  static Clients create(S3Config config) {
    Region region = region(config);
    AwsCredentialsProvider provider = provider(config.credentials());
    EventLoopGroup threads =
        new NioEventLoopGroup(
            Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().daemon().name("s3-net-", 0).factory());
    return new Clients(
        reader(config, region, provider), client(config, region, provider, threads), threads);
  }

  @Override
  public void close() {
    reader.close();
    client.close();
    // The client's own group would wait two seconds for work that can't come any more.
    var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** Set up so that one get is one request. */
  private static S3AsyncClient reader(
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
            .maxConcurrency(limits.connections())
            .maxNativeMemoryLimitInBytes(limits.nativeMemory().bytes())
            .retryConfiguration(S3CrtRetryConfiguration.builder().numRetries(1).build())
            .httpConfiguration(readerHttp(limits.timeouts()))
            .disableS3ExpressSessionAuth(true)
            // A call's own thread waits for the answer; nothing else runs on the client's.
            .futureCompletionExecutor(Runnable::run);
    config.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static S3CrtHttpConfiguration readerHttp(S3Timeouts timeouts) {
    Duration watched =
        timeouts.answer().compareTo(LEAST_WATCHED) < 0 ? LEAST_WATCHED : timeouts.answer();
    return S3CrtHttpConfiguration.builder()
        .connectionTimeout(timeouts.connect())
        .connectionHealthConfiguration(
            S3CrtConnectionHealthConfiguration.builder()
                .minimumThroughputInBps(1L)
                .minimumThroughputTimeout(watched)
                .build())
        .build();
  }

  private static S3AsyncClient client(
      S3Config config, Region region, AwsCredentialsProvider provider, EventLoopGroup threads) {
    S3AsyncClientBuilder builder =
        S3AsyncClient.builder()
            .region(region)
            .credentialsProvider(provider)
            .forcePathStyle(isPathStyle(config))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .disableS3ExpressSessionAuth(true)
            .httpClientBuilder(clientHttp(config.limits(), threads))
            // Servers answer Expect: 100-continue with a closed connection, or not at all.
            .serviceConfiguration(service -> service.expectContinueEnabled(false))
            .asyncConfiguration(
                async ->
                    async.advancedOption(
                        FUTURE_COMPLETION_EXECUTOR, task -> completeLater(threads, task)))
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new AnswerLimit())
                        .addExecutionInterceptor(new SettingHeaders(config.objects())));
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

  private static SdkAsyncHttpClient.Builder<?> clientHttp(S3Limits limits, EventLoopGroup threads) {
    S3Timeouts timeouts = limits.timeouts();
    return NettyNioAsyncHttpClient.builder()
        .maxConcurrency(limits.connections())
        .eventLoopGroup(SdkEventLoopGroup.create(threads))
        .connectionTimeout(timeouts.connect())
        .connectionAcquisitionTimeout(timeouts.answer())
        .writeTimeout(timeouts.answer())
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
      case Credentials.Changing changing -> () -> identity(changing.keys().get());
      case Credentials.DefaultChain chain ->
          DefaultCredentialsProvider.builder().profileName(chain.profile().orElse(null)).build();
      case Credentials.Static pair -> StaticCredentialsProvider.create(identity(pair));
    };
  }

  private static AwsCredentials identity(Credentials.Static pair) {
    return pair.sessionToken().isPresent()
        ? AwsSessionCredentials.create(
            pair.accessKey(), pair.secretKey(), pair.sessionToken().get())
        : AwsBasicCredentials.create(pair.accessKey(), pair.secretKey());
  }
}
