package io.tpmount.vfs.engine;

import io.tpmount.vfs.cache.CacheOptions;
import io.tpmount.vfs.namespace.NamespaceOptions;
import io.tpmount.vfs.posix.Unsupported;
import io.tpmount.vfs.read.ReadOptions;
import io.tpmount.vfs.unit.ByteSize;
import io.tpmount.vfs.write.WriteOptions;
import java.nio.file.Path;
import java.time.Duration;

/** Options for tests. */
final class TestOptions {
  private TestOptions() {}

  static VfsOptions at(Path cache, Duration writeBack) {
    return at(cache, writeBack, Unsupported.REJECT);
  }

  static VfsOptions at(Path cache, Duration writeBack, Unsupported unsupported) {
    return at(cache, WriteOptions.DEFAULT.withWriteBack(writeBack), unsupported);
  }

  static VfsOptions at(Path cache, WriteOptions write) {
    return at(cache, write, Unsupported.REJECT);
  }

  private static VfsOptions at(Path cache, WriteOptions write, Unsupported unsupported) {
    return new VfsOptions(
        "test",
        VfsOptions.Access.READ_WRITE,
        unsupported,
        NamespaceOptions.DEFAULT,
        new CacheOptions(
            cache, ByteSize.UNLIMITED, ByteSize.ZERO, Duration.ofHours(1), ByteSize.ofMib(1)),
        ReadOptions.DEFAULT,
        write,
        new ShownAttributes(0, 0, 0644, 0755));
  }
}
