package io.tpmount.cli;

import io.tpmount.cli.flag.DriverChoice;
import io.tpmount.fuse.Driver;
import io.tpmount.fuse.jnr.JnrDriver;
import io.tpmount.fuse.kernel.KernelDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The driver that was asked for, or the better one that this process can use. */
final class Drivers {
  private static final Logger log = LoggerFactory.getLogger(Drivers.class);

  private Drivers() {}

  static Driver of(DriverChoice choice) {
    return switch (choice) {
      case KERNEL -> new KernelDriver();
      case JNR -> new JnrDriver();
      case AUTO -> best();
    };
  }

  private static Driver best() {
    if (KernelDriver.isPossible()) {
      return new KernelDriver();
    }
    log.info("mounting through libfuse 2 (--driver=jnr), as only root may do without it");
    return new JnrDriver();
  }
}
