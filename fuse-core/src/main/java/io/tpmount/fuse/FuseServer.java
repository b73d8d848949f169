package io.tpmount.fuse;

import io.tpmount.fuse.sys.MountEntry;
import io.tpmount.fuse.sys.MountTable;
import io.tpmount.vfs.Vfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@link Vfs} served at one mount point. Its driver's threads are daemons: somebody has to wait
 * in {@link #awaitUnmounted} for as long as the process shall serve.
 */
public final class FuseServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FuseServer.class);

  /** How long the kernel may take to end a connection that nobody uses. */
  private static final long PATIENCE_SECONDS = 2;

  private final MountEntry mount;
  private final CompletableFuture<Void> ended;

  private FuseServer(MountEntry mount, Session session) {
    this.mount = mount;
    this.ended = session.ended().thenRun(this::removeLeftover);
  }

  /** A connection that was aborted leaves its mount in the table, dead. */
  private void removeLeftover() {
    try {
      unmount(UnmountMode.LAZY);
    } catch (UnmountException e) {
      log.warn("{}", e.getMessage());
    }
  }

  /**
   * All that can be known before mounting; removes a dead mount from the mount point.
   *
   * @throws MountException if {@link #mount} would fail
   */
  public static void check(Driver driver, MountOptions options) throws MountException {
    driver.check(options);
    MountPointCheck.check(options);
  }

  /**
   * Mounts; the mount answers when this returns. Sets the kernel's read-ahead as far as permitted.
   *
   * @throws MountException when nothing is left mounted
   */
  public static FuseServer mount(Driver driver, Vfs vfs, MountOptions options)
      throws MountException {
    check(driver, options);
    Path mountPoint = MountPointCheck.resolve(options.mountPoint());
    Session session = driver.mount(vfs, options);
    MountEntry mount = find(mountPoint);
    ReadAhead.set(mount, options.readAhead());
    log.info("mounted {} at {}", mount.source(), mount.mountPoint());
    return new FuseServer(mount, session);
  }

  private static MountEntry find(Path mountPoint) throws MountException {
    try {
      return MountTable.read()
          .at(mountPoint)
          .orElseThrow(
              () ->
                  new MountException(
                      MountException.Reason.REFUSED, mountPoint + " was unmounted at once"));
    } catch (IOException e) {
      throw new MountException(
          MountException.Reason.REFUSED, "cannot read the mount table: " + e.getMessage());
    }
  }

  public Path mountPoint() {
    return mount.mountPoint();
  }

  /** Whether the mount is still in the mount table. */
  public boolean isMounted() {
    try {
      return MountTable.read().contains(mount);
    } catch (IOException e) {
      log.warn("cannot read the mount table: {}", e.getMessage());
      return !ended.isDone();
    }
  }

  /**
   * Waits until the kernel has ended the connection: after an unmount by whoever, and after a lazy
   * one when the last file is closed.
   */
  public void awaitUnmounted() throws InterruptedException {
    try {
      ended.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As {@link #awaitUnmounted()}, but not for longer. */
  public boolean awaitUnmounted(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      ended.get(timeout, unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes the mount away; does nothing when it is gone. */
  public void unmount(UnmountMode mode) throws UnmountException {
    if (isMounted()) {
      Unmounting.unmount(mount.mountPoint(), mode);
      log.info("unmounted {}", mount.mountPoint());
    }
  }

  /**
   * Ends the service whatever is still open: those who have files open get ENOTCONN. May be called
   * again.
   */
  @Override
  public void close() {
    try {
      end();
    } catch (UnmountException e) {
      log.warn("{}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() throws UnmountException, InterruptedException {
    unmount(UnmountMode.FORCED);
    if (awaitUnmounted(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      return;
    }
    // Detached before, or by fusermount, which cannot force: the mount cannot be named any more.
    Connections.abort(mount);
    if (!awaitUnmounted(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      log.warn("files of {} are still open; they fail when this process ends", mount.mountPoint());
    }
  }
}
