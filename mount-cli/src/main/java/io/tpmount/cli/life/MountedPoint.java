package io.tpmount.cli.life;

/** The mount in the kernel's table, as far as its end is concerned. */
public interface MountedPoint extends AutoCloseable {
  /** How an attempt to unmount went. */
  enum Unmounted {
    YES,
    /** Files are open in it, or it is somebody's current directory. */
    IN_USE
  }

  /** As the mount table spells it. */
  String path();

  /** Tries; a mount that is gone already counts as unmounted. */
  Unmounted unmount();

  /** Waits until the mount has ended, by whomever. */
  void awaitEnd() throws InterruptedException;

  /** Ends the service, detaching the mount from programs that still use it. */
  @Override
  void close();
}
