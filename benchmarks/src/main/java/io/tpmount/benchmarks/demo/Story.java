package io.tpmount.benchmarks.demo;

import io.tpmount.benchmarks.demo.Filling.Filled;
import io.tpmount.benchmarks.demo.data.DataMaker;
import io.tpmount.s3.testing.S3MockServer;
import io.tpmount.s3.testing.S3Server;
import io.tpmount.s3.testing.TestS3Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The demo from its beginning to its end. */
final class Story {
  private static final String BUCKET = "demo-bucket";

  private final DemoSize size;
  private final Path command;
  private final Teller teller;
  private final Belongings belongings;
  private final Account account = new Account();
  private final Map<DataMaker, List<Sample>> stored = new LinkedHashMap<>();

  /** What happens between the account and the end. */
  enum Ending {
    AT_ONCE,
    /** The bucket stays mounted until the thread is interrupted. */
    WHEN_INTERRUPTED
  }

  /**
   * @param command the tpmount command
   */
  Story(DemoSize size, Path command, Teller teller, Belongings belongings) {
    this.size = size;
    this.command = command;
    this.teller = teller;
    this.belongings = belongings;
  }

  /** Whether everything came back as it was. */
  boolean tell(Ending ending) throws IOException, InterruptedException {
    Workplace place = belongings.add(Workplace.create(size.disk()));
    teller.say("Starting an S3 server on this machine.");
    S3Server server = belongings.add(S3MockServer.start());
    TestS3Client bucket = belongings.add(TestS3Client.of(server, BUCKET)).createBucket();
    fill(place, bucket);
    MountProcess mount = mount(server, place);
    try {
      use(place, bucket);
      account.memory(mount.peakMemory());
    } catch (IOException | DemoFailure e) {
      throw new DemoFailure(
          e.getMessage() + "\nThe last lines of tpmount's log:\n" + mount.logTail());
    }
    account.print(teller.out());
    stay(ending, place);
    end(mount, place);
    return account.passed();
  }

  private void fill(Workplace place, TestS3Client bucket) throws IOException, InterruptedException {
    teller.say("Making data and uploading it with an S3 client, to %s.".formatted(BUCKET));
    Filling filling = new Filling(place.data(), bucket, teller);
    for (DataMaker maker : size.data()) {
      Filled filled = filling.fill(maker);
      stored.put(maker, filled.samples());
      account.add(filled.step());
    }
  }

  private MountProcess mount(S3Server server, Workplace place)
      throws IOException, InterruptedException {
    teller.say("Mounting it: tpmount %s %s".formatted(BUCKET, place.mountPoint()));
    MountProcess mount = belongings.add(MountProcess.launch(command, server, BUCKET, place));
    mount.awaitMounted();
    return mount;
  }

  private void use(Workplace place, TestS3Client bucket) throws IOException, InterruptedException {
    readBack(new ReadBack(place.mountPoint(), teller));
    teller.say("Saving a checkpoint, as a training run does.");
    Checkpoint checkpoint = new Checkpoint(place.mountPoint(), size.checkpoint(), teller);
    account.add(checkpoint.write());
    account.add(checkpoint.awaitUpload());
    account.add(checkpoint.verify(bucket));
  }

  private void readBack(ReadBack readBack) throws IOException, InterruptedException {
    teller.say("Reading everything back through the mount.");
    List<Sample> all = new ArrayList<>();
    stored.values().forEach(all::addAll);
    account.add(readBack.list(all));
    for (Map.Entry<DataMaker, List<Sample>> kind : stored.entrySet()) {
      String title = "read " + kind.getKey().title();
      account.add(readBack.read(title, kind.getKey().readers(), kind.getValue()));
    }
    Map.Entry<DataMaker, List<Sample>> first = stored.entrySet().iterator().next();
    String title = "read " + first.getKey().title() + ", again";
    account.add(readBack.read(title, first.getKey().readers(), first.getValue()));
  }

  private void stay(Ending ending, Workplace place) {
    if (ending == Ending.AT_ONCE) {
      return;
    }
    new Suggestions(command, place).print(teller.out());
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      teller.say("");
    }
  }

  private void end(MountProcess mount, Workplace place) throws IOException, InterruptedException {
    teller.say("");
    teller.say("Uploading what is left, unmounting %s.".formatted(place.mountPoint()));
    mount.end();
    teller.say("Unmounted. Ending the server, removing all files.");
  }
}
