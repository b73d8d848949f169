package io.tpmount.cli.remote;

import io.tpmount.cli.exit.CommandFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sections of an rclone.conf.
 *
 * <p>Read here and not by an INI library, because a value must reach the store byte for byte, as
 * rclone's own reader leaves it: a backslash, {@code ;} or {@code #} within a secret means nothing,
 * only whole lines are comments, a last duplicate wins, and only backquotes or three double quotes
 * around a value are taken off. No message repeats a line, which may hold a secret.
 */
public final class RcloneConf {
  /** No sections. */
  public static final RcloneConf EMPTY = new RcloneConf("no rclone.conf", Map.of());

  private static final String ENCRYPTED = "RCLONE_ENCRYPT_V";
  private static final List<String> QUOTES = List.of("\"\"\"", "`");

  private final String origin;
  private final Map<String, Map<String, String>> sections;

  private RcloneConf(String origin, Map<String, Map<String, String>> sections) {
    this.origin = origin;
    this.sections = sections;
  }

  /**
   * @throws CommandFailure naming the file when it is absent, unreadable, encrypted or malformed
   */
  public static RcloneConf read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw CommandFailure.failed("config file " + file + " does not exist");
    } catch (IOException e) {
      throw CommandFailure.failed("config file " + file + " cannot be read: " + reason(e));
    }
  }

  static RcloneConf parse(String origin, String text) {
    Map<String, Map<String, String>> sections = new HashMap<>();
    Map<String, String> section = null;
    int number = 0;
    for (String raw : withoutByteOrderMark(text).lines().toList()) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.startsWith(ENCRYPTED)) {
        throw encrypted(origin);
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        String name = line.substring(1, line.length() - 1).strip();
        sections.putIfAbsent(name, new HashMap<>());
        section = sections.get(name);
        continue;
      }
      addEntry(section, line, origin + " line " + number);
    }
    return new RcloneConf(origin, sections);
  }

  /** The keys of a section as written; empty when there is no such section. */
  Optional<Map<String, String>> section(String name) {
    return Optional.ofNullable(sections.get(name));
  }

  /** Where the sections come from, for messages. */
  String origin() {
    return origin;
  }

  private static void addEntry(Map<String, String> section, String line, String where) {
    int delimiter = delimiter(line);
    if (section == null || delimiter <= 0) {
      throw CommandFailure.failed("config file " + where + " is neither [section] nor key = value");
    }
    section.put(line.substring(0, delimiter).strip(), unquote(line.substring(delimiter + 1)));
  }

  private static int delimiter(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '=' || line.charAt(i) == ':') {
        return i;
      }
    }
    return -1;
  }

  private static String unquote(String text) {
    String value = text.strip();
    for (String quote : QUOTES) {
      if (value.length() >= 2 * quote.length()
          && value.startsWith(quote)
          && value.endsWith(quote)) {
        return value.substring(quote.length(), value.length() - quote.length());
      }
    }
    return value;
  }

  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static CommandFailure encrypted(String origin) {
    return CommandFailure.failed(
        "config file "
            + origin
            + " is encrypted, which tpmount cannot read: decrypt it with 'rclone config encryption"
            + " remove', or give the keys as RCLONE_CONFIG_NAME_* variables");
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied";
      case CharacterCodingException coding -> "it is not UTF-8";
      default -> e.getMessage();
    };
  }
}
