package io.tpmount.cli.flag;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All flags of the mount command. */
public final class Flags {
  private static final List<Flag<?>> ALL =
      Stream.of(
              StoreFlags.all(),
              CacheFlags.all(),
              ReadFlags.all(),
              WriteFlags.all(),
              NameFlags.all(),
              MountFlags.all(),
              LifeFlags.all(),
              AcceptedFlags.all(),
              S3Key.flags())
          .flatMap(List::stream)
          .<Flag<?>>map(flag -> flag)
          .toList();

  private Flags() {}

  public static List<Flag<?>> all() {
    return ALL;
  }

  public static Optional<Flag<?>> named(String name) {
    return ALL.stream().filter(flag -> flag.names().contains(name)).findFirst();
  }
}
