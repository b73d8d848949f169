package io.tpmount.benchmarks.demo;

import io.tpmount.cli.log.LogOptions;
import io.tpmount.cli.log.Logging;
import io.tpmount.cli.log.Threshold;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program behind {@code scripts/demo}. */
@Command(
    name = "scripts/demo",
    description = {
      "Start an S3 server, fill a bucket with data of a GPU user's kind, mount it, read and write"
          + " through the mount, and compare every byte.",
      "On a terminal the bucket then stays mounted until Ctrl-C. Exit code 1: something differs."
    })
public final class Demo implements Callable<Integer> {
  private static final int FAILED = 1;

  @Option(names = "--check", description = "end at once, instead of staying mounted")
  private boolean check;

  @Option(names = "--small", description = "move little data")
  private boolean small;

  @Option(names = "--help", usageHelp = true, description = "show this")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  @Option(names = "--tpmount", required = true, hidden = true, description = "the command to run")
  private Path command;

  private final Teller teller = Teller.ofThisProcess();

  private Demo() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Demo()).execute(args));
  }

  @Override
  public Integer call() {
    StopSignal stop = StopSignal.interrupting(Thread.currentThread());
    try (Logging _ = Logging.start(LogOptions.onStandardError(Threshold.ERROR));
        Belongings belongings = Belongings.ofThisProcess()) {
      return tell(belongings);
    } catch (InterruptedException e) {
      return stop.exitCode();
    } catch (IOException | RuntimeException e) {
      return stop.isReceived() ? stop.exitCode() : failed(e);
    }
  }

  private int tell(Belongings belongings) throws IOException, InterruptedException {
    DemoSize size = small ? DemoSize.SMALL : DemoSize.FULL;
    Story.Ending ending =
        check || !teller.onTerminal() ? Story.Ending.AT_ONCE : Story.Ending.WHEN_INTERRUPTED;
    try {
      return new Story(size, command, teller, belongings).tell(ending) ? 0 : FAILED;
    } catch (InterruptedException e) {
      teller.say("");
      teller.say("Stopping: unmounting, ending the server, removing all files.");
      throw e;
    }
  }

  private static int failed(Exception e) {
    System.err.println();
    System.err.println("demo: " + (e instanceof DemoFailure ? e.getMessage() : e));
    return FAILED;
  }
}
