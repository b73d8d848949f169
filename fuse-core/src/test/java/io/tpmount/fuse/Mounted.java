package io.tpmount.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tpmount.fuse.jnr.JnrDriver;
import io.tpmount.fuse.kernel.KernelDriver;
import io.tpmount.fuse.sys.Libc;
import io.tpmount.vfs.Vfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The mounts and child processes of one test; whatever the test did to them, none is left. */
final class Mounted implements BeforeEachCallback, AfterEachCallback {
  private final Deque<Path> mountPoints = new ArrayDeque<>();
  private final Deque<FuseServer> servers = new ArrayDeque<>();
  private final Deque<Process> children = new ArrayDeque<>();

  @Override
  public void beforeEach(ExtensionContext context) {
    assumeTrue(Files.exists(Path.of("/dev/fuse")), "/dev/fuse is absent: no mount can be tested");
  }

  /** A new empty directory that is unmounted and deleted after the test. */
  Path mountPoint() throws IOException {
    Path mountPoint = Files.createTempDirectory("tpmount-test").toRealPath();
    mountPoints.push(mountPoint);
    return mountPoint;
  }

  MountOptions options() throws IOException {
    return MountOptions.at(mountPoint(), "tpmount:test");
  }

  FuseServer serve(Vfs vfs) throws IOException, MountException {
    return serve(vfs, options());
  }

  FuseServer serve(Vfs vfs, MountOptions options) throws MountException {
    FuseServer server = FuseServer.mount(driver(), vfs, options);
    servers.push(server);
    return server;
  }

  /** The driver under test: {@code kernel}, unless the build asks for {@code jnr}. */
  static Driver driver() {
    return isJnr() ? new JnrDriver() : new KernelDriver();
  }

  static boolean isJnr() {
    return System.getProperty("tpmount.driver", "kernel").equals("jnr");
  }

  /** A process that does not outlive the test; its errors join its output. */
  Process start(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process child = builder.start();
    children.push(child);
    return child;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    children.forEach(Process::destroyForcibly);
    servers.forEach(FuseServer::close);
    for (Path mountPoint : mountPoints) {
      Libc.umount2(mountPoint.toString(), Libc.MNT_DETACH);
      Files.deleteIfExists(mountPoint);
    }
    String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
    assertThat(mountPoints).noneMatch(mountPoint -> mounts.contains(mountPoint.toString()));
  }
}
