package io.tpmount.cli.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Asks a mount for a sign of life from a child process: this process must never touch its own
 * mount, where it would wait for itself. statfs always reaches the driver, and needs nothing of the
 * store.
 */
public final class MountProbe implements BooleanSupplier {
  private static final long PATIENCE_SECONDS = 20;

  private final Path mountPoint;

  public MountProbe(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  @Override
  public boolean getAsBoolean() {
    try {
      Process child =
          new ProcessBuilder("stat", "-f", "-c", "%T", mountPoint.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        child.destroyForcibly();
        return false;
      }
      return child.exitValue() == 0;
    } catch (IOException e) {
      // Nothing to ask with says nothing about the mount.
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
