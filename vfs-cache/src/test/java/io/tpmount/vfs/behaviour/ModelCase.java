package io.tpmount.vfs.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Random operations of several threads below one directory, each carried out on a file system and
 * on a model of it and compared. The threads share directories, but each has names of its own
 * there, so that it knows what must come of each operation.
 */
public final class ModelCase {
  private static final int THREADS = 3;
  private static final int LARGEST_WRITE = 20_000;
  private static final int LARGEST_OFFSET = 40_000;

  private final Shell subject;
  private final Shell model;
  private final String root;
  private final long seed;

  /**
   * @param root a directory that is absent on both
   */
  public ModelCase(Shell subject, Shell model, String root, long seed) {
    this.subject = subject;
    this.model = model;
    this.root = root;
    this.seed = seed;
  }

  /** Something to do on either. */
  private interface Action {
    Object on(Shell shell) throws IOException;
  }

  /** An action with its text, for the report of a failure. */
  private record Step(String text, Action action) {}

  /** Runs the case; fails with its seed and what led to the first difference. */
  public void run(int stepsOfEach) throws Exception {
    for (String directory : List.of(root, root + "/shared", root + "/shared/deep")) {
      subject.mkdir(directory);
      model.mkdir(directory);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int n = 0; n < THREADS; n++) {
        Worker worker = new Worker((char) ('a' + n), new Random(31 * seed + n));
        running.add(threads.submit(() -> worker.run(stepsOfEach)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    assertThat(tree(subject, root)).as("seed %d", seed).isEqualTo(tree(model, root));
  }

  /** Every path below a directory with what it holds. */
  public static Map<String, String> tree(Shell shell, String directory) throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (String name : shell.list(directory)) {
      String path = directory + "/" + name;
      switch (shell.stat(path).kind()) {
        case "DIRECTORY" -> {
          all.put(path, "directory");
          all.putAll(tree(shell, path));
        }
        case "SYMLINK" -> all.put(path, "link to " + shell.readlink(path));
        default -> all.put(path, text(shell.read(path)));
      }
    }
    return all;
  }

  private static String text(Object result) {
    return result instanceof byte[] bytes
        ? bytes.length + " bytes " + Arrays.hashCode(bytes)
        : String.valueOf(result);
  }

  /** One thread's part. */
  private final class Worker {
    private final char letter;
    private final Random random;
    private final List<String> history = new ArrayList<>();

    Worker(char letter, Random random) {
      this.letter = letter;
      this.random = random;
    }

    Void run(int steps) {
      for (int n = 0; n < steps; n++) {
        Step step = next();
        String expected = outcome(step, model);
        String seen = outcome(step, subject);
        history.add(step.text() + " -> " + expected);
        assertThat(seen)
            .as("seed %d, thread %s, step %d:%n%s", seed, letter, n, String.join("\n", history))
            .isEqualTo(expected);
      }
      return null;
    }

    private String outcome(Step step, Shell shell) {
      try {
        return text(step.action().on(shell));
      } catch (Shell.Refused e) {
        // Of several reasons to refuse a rename each system may name another.
        return step.text().startsWith("rename") ? "refused" : absence(e.getMessage());
      } catch (IOException e) {
        return e.toString();
      }
    }

    /** Java does not tell a missing parent from one that is a file. */
    private static String absence(String errno) {
      return errno.equals("ENOTDIR") ? "ENOENT" : errno;
    }

    private Step next() {
      String file = path("f");
      String directory = path("d");
      String link = path("l");
      byte[] bytes = bytes();
      int offset = random.nextInt(LARGEST_OFFSET);
      return switch (random.nextInt(22)) {
        case 0, 1, 2 -> step("write " + file + " " + bytes.length, s -> s.write(file, bytes));
        case 3, 4 -> step("writeAt " + file + " " + offset, s -> s.writeAt(file, offset, bytes));
        case 5 -> step("append " + file, s -> s.append(file, bytes));
        case 6 -> step("createNew " + file, s -> s.createNew(file));
        case 7 -> step("truncate " + file + " " + offset, s -> s.truncate(file, offset));
        case 8, 9 -> new Step("read " + file, s -> s.read(file));
        case 10 -> new Step("read " + file + " " + offset, s -> s.read(file, offset, bytes.length));
        case 11 -> new Step("stat " + file, s -> shown(s, file));
        case 12 -> new Step("list " + directory, s -> s.list(directory));
        case 13, 14 -> step("mkdir " + directory, s -> s.mkdir(directory));
        case 15 -> step("rmdir " + directory, s -> s.rmdir(directory));
        case 16 -> step("unlink " + file, s -> s.unlink(file));
        case 17, 18 -> rename(file, random.nextInt(4) == 0 ? directory : path("f"));
        case 19 -> rename(directory, random.nextInt(4) == 0 ? file : path("d"));
        case 20 -> step("symlink " + link, s -> s.symlink("to/" + offset, link));
        default -> random.nextBoolean() ? rename(link, path("l")) : readOrRemove(link);
      };
    }

    private Step rename(String from, String to) {
      return step("rename " + from + " " + to, s -> s.rename(from, to));
    }

    private Step readOrRemove(String link) {
      return random.nextBoolean()
          ? new Step("readlink " + link, s -> s.readlink(link))
          : step("unlink " + link, s -> s.unlink(link));
    }

    private static String shown(Shell shell, String path) throws IOException {
      Shell.Stat stat = shell.stat(path);
      return stat.kind().equals("FILE") ? "FILE " + stat.size() : stat.kind();
    }

    private byte[] bytes() {
      byte[] bytes = new byte[random.nextInt(8) == 0 ? 0 : random.nextInt(LARGEST_WRITE)];
      random.nextBytes(bytes);
      return bytes;
    }

    /** A name of this thread's in a directory that all share, or in one of its own. */
    private String path(String kind) {
      String[] parents = {
        root,
        root + "/shared",
        root + "/shared/deep",
        root + "/d0" + letter,
        root + "/shared/d1" + letter,
        root + "/d0" + letter + "/d1" + letter
      };
      String name = kind + random.nextInt(2) + letter;
      return parents[random.nextInt(parents.length)] + "/" + name;
    }

    /** What answers nothing. */
    private Step step(String text, Change change) {
      return new Step(
          text,
          shell -> {
            change.on(shell);
            return "done";
          });
    }
  }

  private interface Change {
    void on(Shell shell) throws IOException;
  }
}
