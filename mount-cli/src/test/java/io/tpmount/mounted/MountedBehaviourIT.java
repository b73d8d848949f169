package io.tpmount.mounted;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tpmount.s3.testing.S3MockServer;
import io.tpmount.s3.testing.S3Server;
import io.tpmount.s3.testing.TestS3Client;
import io.tpmount.vfs.behaviour.FileSystemBehaviour;
import io.tpmount.vfs.behaviour.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The behaviours of files, through the kernel and a real S3 server. */
@Tag("jnr")
class MountedBehaviourIT extends FileSystemBehaviour {
  @TempDir Path scratch;

  private final String bucket = "behaviour-" + UUID.randomUUID();
  private TestS3Client client;
  private InProcessMount mount;
  private int mounts;

  @Override
  protected Shell start() throws Exception {
    assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "no /dev/fuse");
    S3Server server = S3MockServer.shared();
    if (client == null) {
      client = TestS3Client.of(server, bucket).createBucket();
    }
    mount = InProcessMount.start(server, bucket, scratch.resolve("mount" + mounts++));
    return new MountShell(mount);
  }

  @Override
  protected Shell remount() throws Exception {
    mount.close();
    return start();
  }

  @Override
  protected byte[] object(String key) {
    return client.exists(key) ? client.bytes(key) : null;
  }

  @Override
  protected void putBehindOurBack(String key, byte[] bytes) throws Exception {
    mount.drain();
    client.put(key, bytes);
    mount.vfs().forget("").join();
  }

  @AfterEach
  void stop() throws Exception {
    if (mount != null) {
      mount.close();
    }
    if (client != null) {
      client.close();
    }
  }
}
