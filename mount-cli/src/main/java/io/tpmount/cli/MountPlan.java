package io.tpmount.cli;

import io.tpmount.cli.flag.CacheFlags;
import io.tpmount.cli.flag.DriverChoice;
import io.tpmount.cli.flag.Effect;
import io.tpmount.cli.flag.Flag;
import io.tpmount.cli.flag.FlagValues;
import io.tpmount.cli.flag.LifeFlags;
import io.tpmount.cli.flag.MountFlags;
import io.tpmount.cli.flag.NameFlags;
import io.tpmount.cli.flag.ReadFlags;
import io.tpmount.cli.flag.WriteFlags;
import io.tpmount.cli.log.Threshold;
import io.tpmount.cli.remote.BucketPath;
import io.tpmount.cli.remote.RcloneConf;
import io.tpmount.cli.remote.RemoteName;
import io.tpmount.cli.remote.RemoteSettings;
import io.tpmount.cli.remote.StoreConfig;
import io.tpmount.fuse.KernelTimeouts;
import io.tpmount.fuse.MountOptions;
import io.tpmount.s3.S3Config;
import io.tpmount.vfs.engine.VfsOptions;
import io.tpmount.vfs.namespace.NamespaceOptions;
import io.tpmount.vfs.unit.ByteSize;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a mount needs to know, worked out of the command line, the variables and rclone.conf.
 * Nothing has been touched for it but that file.
 *
 * @param remote what is mounted
 * @param store how its bucket is reached
 * @param files how the file system behaves
 * @param mount how it is mounted
 * @param driver what speaks with the kernel
 * @param threshold lines below it are not logged
 * @param logFile where the log goes; empty for standard error
 * @param metricsAddress where metrics are served; empty for nowhere
 * @param shutdownTimeout how long the end waits for uploads
 * @param remarks lines for the log: what was given and does nothing
 */
record MountPlan(
    BucketPath remote,
    S3Config store,
    VfsOptions files,
    MountOptions mount,
    DriverChoice driver,
    Threshold threshold,
    Optional<Path> logFile,
    Optional<InetSocketAddress> metricsAddress,
    Duration shutdownTimeout,
    List<String> remarks) {

  static MountPlan of(String remoteText, Path mountPoint, FlagValues given, Surroundings around) {
    RemoteName name = RemoteName.parse(remoteText);
    MountWords words = MountWords.apply(given);
    Places places = new Places(words.values(), around);
    RcloneConf conf = places.rcloneConf().map(RcloneConf::read).orElse(RcloneConf.EMPTY);
    RemoteSettings settings = RemoteSettings.resolve(name, words.values(), conf);
    FlagValues values = settings.tuned(words.values());
    S3Config store = StoreConfig.of(settings, values);
    return new MountPlan(
        name.path(),
        store,
        files(values, store, places.cacheDirectory(), around),
        mount(values, words.forDriver(), mountPoint, name.path()),
        values.get(MountFlags.DRIVER),
        values.get(LifeFlags.LOG_LEVEL),
        places.logFile(mountPoint),
        values.find(LifeFlags.METRICS_ADDR),
        values.get(LifeFlags.SHUTDOWN_TIMEOUT),
        remarks(values, words));
  }

  /** Where the bucket is, for messages. */
  String endpoint() {
    return store.endpoint().map(URI::toString).orElse("AWS");
  }

  private static VfsOptions files(
      FlagValues values, S3Config store, Path cacheDirectory, Surroundings around) {
    return new VfsOptions(
        identity(store),
        values.get(MountFlags.READ_ONLY)
            ? VfsOptions.Access.READ_ONLY
            : VfsOptions.Access.READ_WRITE,
        NameFlags.namespace(values),
        CacheFlags.options(values, cacheDirectory),
        ReadFlags.options(values),
        WriteFlags.options(values),
        NameFlags.shown(values, around.identity()));
  }

  private static String identity(S3Config store) {
    String endpoint = store.endpoint().map(URI::toString).orElse("aws");
    return endpoint + "/" + store.bucket() + "/" + store.prefix();
  }

  private static MountOptions mount(
      FlagValues values, List<String> extra, Path mountPoint, BucketPath path) {
    MountOptions usual = MountOptions.at(mountPoint, "tpmount:" + path);
    NamespaceOptions names = NameFlags.namespace(values);
    return new MountOptions(
        usual.mountPoint(),
        usual.source(),
        flags(values),
        new KernelTimeouts(names.attrTimeout(), names.attrTimeout(), names.negativeTimeout()),
        ByteSize.ofKib(values.get(MountFlags.READ_AHEAD_KB)),
        usual.maxRead(),
        usual.workers(),
        extra);
  }

  private static Set<MountOptions.Flag> flags(FlagValues values) {
    Map<Flag<Boolean>, MountOptions.Flag> switches =
        Map.of(
            MountFlags.READ_ONLY, MountOptions.Flag.READ_ONLY,
            MountFlags.ALLOW_OTHER, MountOptions.Flag.ALLOW_OTHER,
            MountFlags.ALLOW_NON_EMPTY, MountOptions.Flag.ALLOW_NON_EMPTY);
    Set<MountOptions.Flag> flags = EnumSet.noneOf(MountOptions.Flag.class);
    switches.forEach(
        (flag, meaning) -> {
          if (values.get(flag)) {
            flags.add(meaning);
          }
        });
    return flags;
  }

  private static List<String> remarks(FlagValues values, MountWords words) {
    List<String> remarks = new ArrayList<>();
    for (Flag<?> flag : values.givenWithoutEffect()) {
      if (flag.effect() instanceof Effect.None(String because)) {
        remarks.add(flag.name() + " has no effect here: " + because);
      }
    }
    for (String word : words.withoutEffect()) {
      remarks.add("mount option " + word + " has no effect here: this driver does not know it");
    }
    return remarks;
  }
}
