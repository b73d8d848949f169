package io.tpmount.cli.flag;

/** The long rclone command that users come from; it must work unchanged. */
final class ReferenceCommand {
  static final String[] FLAGS =
      """
      --config=/etc/rclone.conf --no-unicode-normalization --vfs-fast-fingerprint
      --cache-dir /var/cache/tp --vfs-cache-max-size 1000000K --vfs-cache-mode full
      --vfs-cache-max-age 24h --no-modtime --vfs-cache-poll-interval 0
      --vfs-cache-min-free-space 50G --no-checksum --ignore-checksum --s3-disable-checksum
      --vfs-read-ahead 32M --vfs-read-chunk-size 16M --vfs-read-chunk-size-limit 128M
      --vfs-read-chunk-streams 8 --buffer-size 4M --transfers 128 --checkers 128 --copy-links
      --max-backlog 2000000 --tpslimit 0 --use-mmap --tpslimit-burst 0 --s3-chunk-size 64M
      --s3-upload-concurrency 16 --s3-upload-cutoff 20M --dir-cache-time 15m --allow-non-empty
      --attr-timeout 15m --allow-other --umask 0000 --vfs-write-back 5s
      --fuse-flag writeback_cache --fuse-flag big_writes --fuse-flag splice_move
      --fuse-flag splice_read --fuse-flag splice_write --log-level INFO
      --log-file /tmp/tpmount.log
      """
          .strip()
          .split("\\s+");

  private ReferenceCommand() {}
}
