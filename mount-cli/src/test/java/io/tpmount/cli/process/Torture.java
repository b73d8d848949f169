package io.tpmount.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tpmount.cli.process.TortureTree.Thing;
import io.tpmount.s3.testing.Fault;
import io.tpmount.s3.testing.http.S3Request;
import io.tpmount.s3.testing.http.S3Request.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Kills a mount again and again while programs write through it, and looks after each time whether
 * all is there that was answered for, and nothing else: through the next mount, and by another
 * client once all is uploaded.
 */
final class Torture {
  private static final int WRITERS = 3;

  /** Requests at which a mount is killed, and the most of them that are let by before. */
  private static final Map<Kind, Integer> TURNING_POINTS =
      Map.of(
          Kind.PUT, 12,
          Kind.COPY, 8,
          Kind.DELETE, 8,
          Kind.DELETE_MANY, 2,
          Kind.LIST, 6,
          Kind.UPLOAD_PART, 6,
          Kind.COMPLETE_UPLOAD, 2,
          Kind.CREATE_UPLOAD, 2);

  private final CountedScene counted;
  private final MountScene scene;
  private final Random random;
  private final long seed;
  private final List<TortureWriter> writers = new ArrayList<>();
  private int round;
  private String killedAt = "";
  private String killedLog = "";

  Torture(CountedScene counted, long seed) {
    this.counted = counted;
    this.scene = counted.scene();
    this.seed = seed;
    this.random = new Random(seed);
    for (int i = 0; i < WRITERS; i++) {
      writers.add(new TortureWriter(scene.mountPoint(), "w" + i, random.nextLong()));
    }
  }

  void run(int rounds) throws IOException, InterruptedException {
    RunningTpmount mount = mount();
    for (round = 1; round <= rounds; round++) {
      writeUntilKilled(mount);
      if (random.nextInt(4) == 0) {
        RunningTpmount shortLived = mount();
        Thread.sleep(random.nextInt(1500));
        shortLived.close();
      }
      mount = mount();
      lookThroughMount(mount);
      if (random.nextInt(3) > 0) {
        drain(mount);
        lookIntoBucket();
        mount = mount();
        lookThroughMount(mount);
      }
    }
    drain(mount);
    lookIntoBucket();
  }

  private RunningTpmount mount() {
    return scene.mount(
        "--vfs-write-back=" + (50 + random.nextInt(1500)) + "ms",
        "--sync-metadata=false",
        "--s3-chunk-size=5M",
        "--s3-upload-cutoff=8M",
        "--log-level=INFO");
  }

  private void writeUntilKilled(RunningTpmount mount) throws InterruptedException {
    CountDownLatch killed = new CountDownLatch(1);
    Kind kind = turningPoint();
    if (random.nextInt(3) == 0) {
      killedAt = "some moment";
    } else {
      killAt(kind, 1 + random.nextInt(TURNING_POINTS.get(kind)), mount, killed);
    }
    List<Thread> threads =
        writers.stream().map(writer -> Thread.ofPlatform().start(writer)).toList();
    var _ = killed.await(200 + random.nextInt(4000), TimeUnit.MILLISECONDS);
    mount.close();
    killedLog = mount.err();
    for (Thread thread : threads) {
      thread.join();
    }
    counted.proxy().heal();
    for (TortureWriter writer : writers) {
      assertThat(writer.end())
          .as(() -> about(mount, writer))
          .message()
          .containsAnyOf("not connected", "connection abort");
    }
  }

  private Kind turningPoint() {
    return TURNING_POINTS.keySet().stream()
        .sorted()
        .skip(random.nextInt(TURNING_POINTS.size()))
        .findFirst()
        .orElseThrow();
  }

  /** The request itself reaches the server, or not. */
  private void killAt(Kind kind, int number, RunningTpmount mount, CountDownLatch killed) {
    AtomicInteger left = new AtomicInteger(number);
    boolean lost = random.nextBoolean();
    killedAt = "the " + number + ". " + kind + (lost ? ", which was lost" : "");
    counted
        .proxy()
        .fault(
            request -> isLast(request, kind, left, mount, killed),
            1,
            lost ? Fault.slowDown() : new Fault.LoseAnswer());
  }

  private static boolean isLast(
      S3Request request,
      Kind kind,
      AtomicInteger left,
      RunningTpmount mount,
      CountDownLatch killed) {
    if (request.kind() != kind || left.decrementAndGet() != 0) {
      return false;
    }
    mount.close();
    killed.countDown();
    return true;
  }

  private void drain(RunningTpmount mount) {
    mount.signal("TERM");
    assertThat(mount.awaitExit()).as(mount::err).isZero();
  }

  private void lookThroughMount(RunningTpmount mount) throws IOException {
    Set<String> homes = new HashSet<>();
    for (TortureWriter writer : writers) {
      homes.add(writer.home());
      SortedMap<String, Thing> found = readMount(writer.home());
      writer.found(choose(writer, found, mount));
    }
    try (Stream<Path> top = Files.list(scene.mountPoint())) {
      assertThat(top.map(path -> path.getFileName().toString()))
          .as(() -> about(mount, writers.getFirst()))
          .isSubsetOf(homes);
    }
  }

  private SortedMap<String, Thing> readMount(String home) throws IOException {
    SortedMap<String, Thing> found = new TreeMap<>();
    Path start = scene.inMount(home);
    if (!Files.exists(start)) {
      return found;
    }
    try (Stream<Path> all = Files.walk(start)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String name = scene.mountPoint().relativize(path).toString();
        found.put(
            name,
            Files.isDirectory(path)
                ? TortureTree.DIRECTORY
                : Thing.File.of(Files.readAllBytes(path)));
      }
    }
    return found;
  }

  private TortureTree choose(
      TortureWriter writer, SortedMap<String, Thing> found, RunningTpmount mount) {
    Optional<TortureTree> state =
        writer.possible().stream()
            .filter(tree -> tree.things().keySet().equals(found.keySet()))
            .filter(tree -> differences(tree, found).isEmpty())
            .findFirst();
    if (state.isEmpty()) {
      StringBuilder words = new StringBuilder(about(mount, writer));
      for (TortureTree tree : writer.possible()) {
        words.append("\nof a possible state: ").append(differences(tree, found));
      }
      throw new AssertionError(words);
    }
    return new TortureTree(found);
  }

  private static List<String> differences(TortureTree tree, SortedMap<String, Thing> found) {
    List<String> differences = new ArrayList<>();
    Set<String> all = new HashSet<>(tree.things().keySet());
    all.addAll(found.keySet());
    for (String path : all.stream().sorted().toList()) {
      Thing wanted = tree.things().get(path);
      Thing is = found.get(path);
      if (wanted == null) {
        differences.add(path + " is there");
      } else if (is == null) {
        differences.add(path + " is lost");
      } else if (!fits(wanted, is)) {
        differences.add(path + " is " + size(is) + " and should be " + size(wanted));
      }
    }
    return differences;
  }

  private static boolean fits(Thing wanted, Thing is) {
    return switch (wanted) {
      case Thing.Directory _ -> is instanceof Thing.Directory;
      case Thing.File file -> is instanceof Thing.File found && file.fits(found.content());
    };
  }

  private static String size(Thing thing) {
    return switch (thing) {
      case Thing.Directory _ -> "a directory";
      case Thing.File file -> file.size();
    };
  }

  private void lookIntoBucket() {
    SortedMap<String, Thing> found = new TreeMap<>();
    for (String key : scene.bucket().keys("")) {
      for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
        found.put(key.substring(0, slash), TortureTree.DIRECTORY);
      }
      if (!key.endsWith("/")) {
        found.put(key, Thing.File.of(scene.bucket().bytes(key)));
      }
    }
    List<String> differences = new ArrayList<>();
    SortedMap<String, Thing> wanted = new TreeMap<>();
    writers.forEach(writer -> wanted.putAll(writer.possible().getFirst().things()));
    differences.addAll(differences(new TortureTree(wanted), found));
    assertThat(differences).as(() -> about(null, writers.getFirst())).isEmpty();
  }

  private String about(RunningTpmount mount, TortureWriter writer) {
    String log = mount == null ? "" : mount.out() + mount.err();
    return "seed %d, round %d, killed at %s, writer %s%n%s%n%s%n%s%n"
        .formatted(
            seed, round, killedAt, writer.home(), last(writer.story()), last(killedLog), last(log));
  }

  private static String last(String text) {
    List<String> lines = text.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 400), lines.size()));
  }
}
