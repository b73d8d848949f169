package io.tpmount.cli.process;

import io.tpmount.cli.process.TortureTree.Thing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A program that works in a directory of its own until the mount dies under it. It knows at every
 * moment which states may be found there: before a call has answered, those with and without it.
 */
final class TortureWriter implements Runnable {
  private static final int MOST_FILES = 25;
  private static final int LARGEST = 40 << 20;
  private static final int PIECE = 1 << 20;

  private final Path mount;
  private final String home;
  private final Random random;
  private final StringBuilder story = new StringBuilder();
  private List<TortureTree> possible = List.of(TortureTree.empty());
  private IOException end;
  private int made;

  /**
   * @param home the directory's name in the mount
   */
  TortureWriter(Path mount, String home, long seed) {
    this.mount = mount;
    this.home = home;
    this.random = new Random(seed);
  }

  String home() {
    return home;
  }

  /** The states that may be found now; when idle, one. */
  List<TortureTree> possible() {
    return possible;
  }

  /** What was found is so from now on. */
  void found(TortureTree tree) {
    possible = List.of(tree);
    story.append("---- found again\n");
  }

  /** What ended it: null while it runs. */
  IOException end() {
    return end;
  }

  /** The calls it made. */
  String story() {
    return story.toString();
  }

  @Override
  public void run() {
    end = null;
    try {
      if (!now().things().containsKey(home)) {
        make(home);
      }
      while (true) {
        act();
      }
    } catch (IOException e) {
      end = e;
      story.append("ended: ").append(e).append('\n');
    }
  }

  private TortureTree now() {
    return possible.getFirst();
  }

  private interface Call {
    void run() throws IOException;
  }

  private void step(String what, List<TortureTree> either, Call call) throws IOException {
    story.append(what).append('\n');
    possible = either;
    call.run();
    possible = List.of(either.getLast());
  }

  private void step(String what, TortureTree after, Call call) throws IOException {
    step(what, List.of(now(), after), call);
  }

  private void act() throws IOException {
    Optional<String> file = any(Thing.File.class);
    int chance = random.nextInt(100);
    if (file.isEmpty() || chance < 25) {
      create();
    } else if (chance < 35) {
      overwrite(file.get());
    } else if (chance < 45) {
      append(file.get());
    } else if (chance < 50) {
      patch(file.get());
    } else if (chance < 62) {
      rename(file.get());
    } else if (chance < 66) {
      replace(file.get());
    } else if (chance < 78 || files() > MOST_FILES) {
      step("unlink " + file.get(), now().without(file.get()), () -> Files.delete(at(file.get())));
    } else if (chance < 84) {
      make(fresh(directory(), "d"));
    } else if (chance < 88) {
      removeEmptyDirectory();
    } else if (chance < 94) {
      renameDirectory();
    } else {
      read(file.get());
    }
  }

  private void make(String path) throws IOException {
    step(
        "mkdir " + path,
        now().with(path, TortureTree.DIRECTORY),
        () -> Files.createDirectory(at(path)));
  }

  private void create() throws IOException {
    write(fresh(directory(), "f"), new byte[0], 0, bytes(), StandardOpenOption.CREATE_NEW);
  }

  private void overwrite(String path) throws IOException {
    write(path, new byte[0], 0, bytes(), StandardOpenOption.TRUNCATE_EXISTING);
  }

  private void append(String path) throws IOException {
    byte[] old = now().content(path);
    write(path, old, old.length, bytes(), StandardOpenOption.APPEND);
  }

  private void patch(String path) throws IOException {
    byte[] old = now().content(path);
    write(path, old, random.nextInt(old.length + 1), bytes(), StandardOpenOption.WRITE);
  }

  /** Opens, writes in pieces, perhaps syncs, closes. */
  private void write(String path, byte[] opened, int offset, byte[] data, OpenOption how)
      throws IOException {
    String what = how + " " + path + " at " + offset + " " + data.length;
    FileChannel[] channel = new FileChannel[1];
    step(
        what,
        now().with(path, Thing.File.of(opened)),
        () -> channel[0] = FileChannel.open(at(path), how, StandardOpenOption.WRITE));
    try {
      for (int done = 0; done < data.length; done += PIECE) {
        writePiece(channel[0], path, offset + done, data, done);
      }
      if (random.nextInt(4) == 0) {
        step("fsync", List.of(now()), () -> channel[0].force(true));
      }
    } finally {
      story.append("close\n");
      channel[0].close();
    }
  }

  private void writePiece(FileChannel channel, String path, int at, byte[] data, int from)
      throws IOException {
    byte[] old = now().content(path);
    int length = Math.min(PIECE, data.length - from);
    byte[] changed = Arrays.copyOf(old, Math.max(old.length, at + length));
    System.arraycopy(data, from, changed, at, length);
    story.append("write ").append(length).append('\n');
    possible = List.of(now().with(path, new Thing.File(old, changed)));
    ByteBuffer piece = ByteBuffer.wrap(data, from, length);
    while (piece.hasRemaining()) {
      channel.write(piece, at + piece.position() - from);
    }
    possible = List.of(now().with(path, Thing.File.of(changed)));
  }

  private void rename(String path) throws IOException {
    String onto = random.nextInt(3) == 0 ? any(Thing.File.class).orElseThrow() : path;
    String to = onto.equals(path) ? fresh(directory(), "r") : onto;
    step("rename " + path + " " + to, now().renamed(path, to), () -> move(path, to));
  }

  /** What every checkpoint library does. */
  private void replace(String path) throws IOException {
    String temporary = fresh(directory(), "t");
    write(temporary, new byte[0], 0, bytes(), StandardOpenOption.CREATE_NEW);
    step("replace " + path, now().renamed(temporary, path), () -> move(temporary, path));
  }

  private void renameDirectory() throws IOException {
    Optional<String> from = any(Thing.Directory.class).filter(path -> !path.equals(home));
    String into = directory();
    if (from.isPresent() && !(into + "/").startsWith(from.get() + "/")) {
      String to = fresh(into, "m");
      step(
          "rename directory " + from.get() + " " + to,
          now().renamed(from.get(), to),
          () -> move(from.get(), to));
    }
  }

  private void removeEmptyDirectory() throws IOException {
    Optional<String> path = any(Thing.Directory.class).filter(d -> !d.equals(home));
    if (path.isPresent()
        && now().things().keySet().stream().noneMatch(p -> p.startsWith(path.get() + "/"))) {
      step("rmdir " + path.get(), now().without(path.get()), () -> Files.delete(at(path.get())));
    }
  }

  private void read(String path) throws IOException {
    story.append("read ").append(path).append('\n');
    if (!Arrays.equals(Files.readAllBytes(at(path)), now().content(path))) {
      throw new IOException("not what was written: " + path);
    }
  }

  private void move(String from, String to) throws IOException {
    Files.move(at(from), at(to), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path at(String path) {
    return mount.resolve(path);
  }

  private long files() {
    return now().things().values().stream().filter(Thing.File.class::isInstance).count();
  }

  private Optional<String> any(Class<? extends Thing> kind) {
    List<String> all =
        now().things().entrySet().stream()
            .filter(entry -> kind.isInstance(entry.getValue()))
            .map(entry -> entry.getKey())
            .toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  private String directory() {
    return any(Thing.Directory.class).orElseThrow();
  }

  private String fresh(String directory, String kind) {
    return directory + "/" + kind + made++;
  }

  /** Mostly small: as many sizes between one byte and two as between 16 MiB and 32. */
  private byte[] bytes() {
    int size = (int) Math.min(LARGEST, Math.pow(2, random.nextDouble() * 25.5));
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
