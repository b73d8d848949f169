package io.tpmount.cli.life;

import java.util.concurrent.CountDownLatch;

/** A mount that is in use for as long as a test says. */
final class FakeMount implements MountedPoint {
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile boolean used;
  private volatile boolean closed;

  void use() {
    used = true;
  }

  void stopUsing() {
    used = false;
  }

  /** As {@code umount} by somebody else. */
  void disappear() {
    gone.countDown();
  }

  boolean isClosed() {
    return closed;
  }

  boolean isMounted() {
    return gone.getCount() > 0;
  }

  @Override
  public String path() {
    return "/mnt/x";
  }

  @Override
  public Unmounted unmount() {
    if (used && isMounted()) {
      return Unmounted.IN_USE;
    }
    gone.countDown();
    return Unmounted.YES;
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    gone.await();
  }

  @Override
  public void close() {
    closed = true;
    gone.countDown();
  }
}
