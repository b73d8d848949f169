package io.tpmount.fuse.sys;

import com.google.common.base.Splitter;
import com.google.errorprone.annotations.Immutable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is mounted, as /proc/self/mountinfo told at one moment. Reading it touches no mounted file
 * system, so it is safe when one hangs.
 */
@Immutable
public final class MountTable {
  private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

  @SuppressWarnings("Immutable") // an unmodifiable copy
  private final List<MountEntry> entries;

  private MountTable(List<MountEntry> entries) {
    this.entries = List.copyOf(entries);
  }

  public static MountTable read() throws IOException {
    return parse(Files.readString(MOUNTINFO, StandardCharsets.ISO_8859_1));
  }

  /**
   * @param text bytes of a mountinfo file as ISO 8859-1
   */
  static MountTable parse(String text) {
    List<MountEntry> entries = new ArrayList<>();
    text.lines().filter(line -> !line.isEmpty()).map(MountTable::parseLine).forEach(entries::add);
    return new MountTable(entries);
  }

  /** What is seen at a path: of several mounts on it the last. */
  public Optional<MountEntry> at(Path mountPoint) {
    return entries.stream()
        .filter(entry -> entry.mountPoint().equals(mountPoint))
        .reduce((below, above) -> above);
  }

  /** Whether this very mount is still there. */
  public boolean contains(MountEntry mount) {
    return entries.contains(mount);
  }

  /** Format: proc_pid_mountinfo(5); optional fields end with a lone hyphen. */
  private static MountEntry parseLine(String line) {
    List<String> fields = Splitter.on(' ').splitToList(line);
    int separator = fields.subList(6, fields.size()).indexOf("-") + 6;
    return new MountEntry(
        Integer.parseInt(fields.get(0)),
        fields.get(2),
        Path.of(unescape(fields.get(4))),
        unescape(fields.get(separator + 1)),
        unescape(fields.get(separator + 2)));
  }

  /** Undoes the kernel's octal escapes of space, tab, newline and backslash. */
  private static String unescape(String field) {
    StringBuilder bytes = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 3 < field.length()) {
        bytes.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        bytes.append(field.charAt(i));
      }
    }
    return new String(
        bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
