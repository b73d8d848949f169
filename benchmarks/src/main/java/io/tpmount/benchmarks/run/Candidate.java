package io.tpmount.benchmarks.run;

import io.tpmount.s3.testing.S3Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that mounts a bucket.
 *
 * @param name in the table
 * @param command the executable
 * @param kind how it is told what to mount
 */
record Candidate(String name, Path command, Kind kind) {
  /** Each program's own ways. */
  enum Kind {
    TPMOUNT,
    RCLONE
  }

  /** Of the reference command those that matter here; both programs take them alike. */
  private static final List<String> REFERENCE_FLAGS =
      List.of(
          "--vfs-fast-fingerprint",
          "--vfs-cache-mode=full",
          "--vfs-cache-max-age=24h",
          "--vfs-cache-poll-interval=0",
          "--no-modtime",
          "--no-checksum",
          "--s3-disable-checksum",
          "--vfs-read-ahead=32M",
          "--vfs-read-chunk-size=16M",
          "--vfs-read-chunk-size-limit=128M",
          "--vfs-read-chunk-streams=8",
          "--buffer-size=4M",
          "--transfers=128",
          "--checkers=128",
          "--use-mmap",
          "--s3-chunk-size=64M",
          "--s3-upload-concurrency=16",
          "--s3-upload-cutoff=20M",
          "--dir-cache-time=15m",
          "--attr-timeout=15m",
          "--vfs-write-back=5s",
          "--config=");

  List<String> commandLine(S3Server server, String bucket, Path mountPoint, Path cache) {
    List<String> line = new ArrayList<>(List.of("setsid", command.toString()));
    switch (kind) {
      case TPMOUNT -> {
        line.add(bucket);
        line.add(mountPoint.toString());
        line.add("--endpoint=" + server.endpoint());
        line.add("--region=" + server.region());
        line.add("--vfs-cache-min-free-space=0");
      }
      case RCLONE -> {
        line.add("mount");
        line.add(":s3:" + bucket);
        line.add(mountPoint.toString());
        line.add("--s3-provider=Other");
        line.add("--s3-env-auth");
        line.add("--s3-endpoint=" + server.endpoint());
        line.add("--s3-region=" + server.region());
        line.add("--s3-force-path-style");
      }
    }
    line.add("--cache-dir=" + cache);
    line.addAll(REFERENCE_FLAGS);
    return line;
  }

  Map<String, String> environment(S3Server server) {
    return Map.of(
        "AWS_ACCESS_KEY_ID", server.accessKey(), "AWS_SECRET_ACCESS_KEY", server.secretKey());
  }
}
