package io.tpmount.cli.log;

import io.tpmount.vfs.unit.ByteSize;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the log is to be.
 *
 * @param threshold lines below it are not written
 * @param file where it goes; empty for standard error
 * @param maxSize of that file, after which a new one is begun
 */
public record LogOptions(
    Threshold threshold, LogFormat format, Optional<Path> file, ByteSize maxSize) {

  /** Text on standard error, which has no greatest size. */
  public static LogOptions onStandardError(Threshold threshold) {
    return new LogOptions(
        threshold, LogFormat.TEXT, Optional.empty(), new ByteSize(Long.MAX_VALUE));
  }
}
