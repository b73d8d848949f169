package io.tpmount.cli;

import io.tpmount.cli.life.MountedPoint;
import io.tpmount.fuse.FuseServer;
import io.tpmount.fuse.UnmountException;
import io.tpmount.fuse.UnmountMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link FuseServer} as the end of a mount sees it. */
record ServedMount(FuseServer server) implements MountedPoint {
  private static final Logger log = LoggerFactory.getLogger(ServedMount.class);

  @Override
  public String path() {
    return server.mountPoint().toString();
  }

  @Override
  public Unmounted unmount() {
    try {
      server.unmount(UnmountMode.CLEAN);
      return Unmounted.YES;
    } catch (UnmountException e) {
      log.warn("{}", e.getMessage());
      return Unmounted.IN_USE;
    }
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    server.awaitUnmounted();
  }

  @Override
  public void close() {
    server.close();
  }
}
