package io.tpmount.cli;

import io.tpmount.cli.flag.Effect;
import io.tpmount.cli.flag.Flag;
import io.tpmount.cli.flag.FlagValues;
import io.tpmount.cli.flag.Flags;
import io.tpmount.cli.log.Printable;
import io.tpmount.s3.Credentials;
import java.io.PrintWriter;
import java.util.Optional;

/** What {@code --dry-run} prints: what would be mounted, and every value with its origin. */
final class DryRun {
  private DryRun() {}

  static void print(MountPlan plan, FlagValues values, PrintWriter out) {
    out.println("mount        " + plan.remote() + " at " + plan.mount().mountPoint());
    out.println("endpoint     " + plan.endpoint());
    out.println("credentials  " + describe(plan.store().credentials()));
    out.println("cache        " + plan.files().cache().directory());
    out.println();
    for (Flag<?> flag : Flags.all()) {
      Optional<FlagValues.Origin> origin = values.origin(flag);
      if (origin.isPresent() && flag.effect() instanceof Effect.Works) {
        out.println(
            Printable.of(
                "%-32s %-24s %s".formatted(flag.name(), origin.get().text(), origin.get().kind())));
      }
    }
    plan.remarks().forEach(remark -> out.println("note: " + Printable.of(remark)));
  }

  private static String describe(Credentials credentials) {
    return switch (credentials) {
      case Credentials.Static _ -> "a key pair";
      case Credentials.Changing _ -> "a key pair, read again when its file changes";
      case Credentials.Anonymous _ -> "none: requests are not signed";
      case Credentials.DefaultChain chain ->
          "the AWS chain" + chain.profile().map(name -> ", profile " + name).orElse("");
    };
  }
}
