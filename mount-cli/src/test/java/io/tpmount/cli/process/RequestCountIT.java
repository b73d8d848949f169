package io.tpmount.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.s3.testing.QuirkProxy;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What looking and reading costs in requests. */
final class RequestCountIT {
  private CountedScene counted;
  private QuirkProxy proxy;
  private MountScene scene;

  @BeforeEach
  void prepare() throws IOException {
    counted = CountedScene.start();
    proxy = counted.proxy();
    scene = counted.scene();
  }

  @AfterEach
  void cleanUp() throws IOException {
    counted.close();
  }

  @Test
  void ls_ofThousandObjects_isOneList() throws IOException {
    for (int i = 0; i < 1000; i++) {
      scene.bucket().put(String.format("f%04d", i), new byte[1]);
    }
    RunningTpmount mount = scene.mount();
    proxy.reset();

    String listing = Shell.output("ls", "-l", scene.mountPoint().toString());

    assertThat(listing.lines().filter(line -> line.contains(" f"))).hasSize(1000);
    assertThat(proxy.count(Kind.LIST)).isEqualTo(1);
    assertThat(proxy.requests()).hasSize(1);
    assertThat(mount.isAlive()).isTrue();
  }

  @Test
  void cat_ofColdFileTwoFoldersDeep_isAListPerFolderAndOneGet() throws IOException {
    byte[] content = "x".repeat(4096).getBytes(UTF_8);
    scene.bucket().put("a/b/file", content);
    scene.bucket().put("a/other", content);
    scene.bucket().put("top", content);
    scene.mount();
    proxy.reset();

    assertThat(Shell.output("cat", scene.inMount("a/b/file").toString()).getBytes(UTF_8))
        .isEqualTo(content);

    assertThat(proxy.count(Kind.LIST)).isLessThanOrEqualTo(3);
    assertThat(proxy.count(Kind.GET)).isEqualTo(1);
    assertThat(proxy.requests()).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void cachedFile_isReadWithoutARequest() throws IOException {
    scene.bucket().put("file", new byte[3 << 20]);
    scene.mount();
    String path = scene.inMount("file").toString();
    Shell.output("cmp", "-n", Integer.toString(3 << 20), path, "/dev/zero");
    proxy.reset();

    Shell.output("dd", "if=" + path, "of=/dev/null", "bs=1M", "iflag=direct");

    assertThat(proxy.requests()).isEmpty();
  }

  @Test
  void newFile_isOnePut() throws IOException {
    RunningTpmount mount = scene.mount();
    Shell.output("ls", scene.mountPoint().toString());
    proxy.reset();

    Shell.output("touch", scene.inMount("empty").toString());
    Shell.output(
        "dd", "if=/dev/zero", "of=" + scene.inMount("thirty"), "bs=1M", "count=30", "status=none");
    assertThat(scene.run("unmount", scene.mountPoint().toString()).awaitExit()).isZero();
    assertThat(mount.awaitExit()).isZero();

    assertThat(proxy.count(Kind.PUT)).isEqualTo(2);
    assertThat(proxy.requests()).hasSize(2);
    assertThat(scene.bucket().head("thirty").contentLength()).isEqualTo(30 << 20);
  }

  @Test
  void writtenUnderATemporaryName_isUploadedOnceUnderTheFinalOne() throws IOException {
    scene.bucket().put("model", new byte[] {1});
    RunningTpmount mount = scene.mount("--vfs-write-back=1h");
    Shell.output("ls", scene.mountPoint().toString());
    proxy.reset();

    String temporary = scene.inMount("model.tmp").toString();
    Shell.output(
        "dd", "if=/dev/zero", "of=" + temporary, "bs=1k", "count=7", "conv=fsync", "status=none");
    Shell.output("mv", "-f", temporary, scene.inMount("model").toString());
    scene.unmount(mount);

    assertThat(proxy.count(Kind.PUT)).isEqualTo(1);
    assertThat(proxy.requests()).allMatch(request -> request.kind() == Kind.PUT);
    assertThat(scene.bucket().bytes("model")).isEqualTo(new byte[7 << 10]);
  }

  @Test
  void find_overManyFolders_isFarFewerListsThanFolders() throws IOException {
    for (int folder = 0; folder < 100; folder++) {
      for (int file = 0; file < 5; file++) {
        scene.bucket().put(String.format("tree/d%03d/f%d", folder, file), new byte[1]);
      }
    }
    scene.mount();
    proxy.reset();

    String found = Shell.output("find", scene.inMount("tree").toString(), "-type", "f");

    assertThat(found.lines()).hasSize(500);
    assertThat(proxy.count(Kind.LIST)).isLessThan(10);
    assertThat(proxy.requests()).hasSameSizeAs(proxy.requests(Kind.LIST));
  }
}
