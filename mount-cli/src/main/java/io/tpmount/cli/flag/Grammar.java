package io.tpmount.cli.flag;

import io.tpmount.vfs.unit.ByteSize;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How the text of a flag's value is read, by rclone's rules.
 *
 * @param label stands for the value in the help; empty for a switch, which needs no value
 * @param reader throws IllegalArgumentException with words that complete "--flag: …"
 */
public record Grammar<T>(String label, Reader<T> reader) {
  public static final Grammar<ByteSize> SIZE = new Grammar<>("SIZE", SizeGrammar::parse);
  public static final Grammar<Duration> DURATION =
      new Grammar<>("DURATION", DurationGrammar::parse);
  public static final Grammar<Integer> MODE = new Grammar<>("OCTAL", Grammar::mode);
  public static final Grammar<Integer> COUNT = new Grammar<>("N", Grammar::count);
  public static final Grammar<Double> RATE = new Grammar<>("N", Grammar::rate);
  public static final Grammar<String> TEXT = new Grammar<>("TEXT", text -> text);
  public static final Grammar<String> FILE = new Grammar<>("FILE", text -> text);
  public static final Grammar<String> DIRECTORY = new Grammar<>("DIR", Grammar::notEmpty);
  public static final Grammar<Boolean> SWITCH = new Grammar<>("", Grammar::yesOrNo);

  private static final int HIGHEST_MODE = 0777;
  // What Go's strconv.ParseBool takes, and nothing else.
  private static final Set<String> YES = Set.of("1", "t", "T", "true", "TRUE", "True");
  private static final Set<String> NO = Set.of("0", "f", "F", "false", "FALSE", "False");

  /** Turns text into a value. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(String text);
  }

  /** One of an enum's names, in any case. */
  public static <E extends Enum<E>> Grammar<E> oneOf(Class<E> choices) {
    return new Grammar<>("NAME", text -> choice(choices, text));
  }

  public T parse(String text) {
    return reader.read(text);
  }

  /** This grammar without the values that {@code good} refuses. */
  Grammar<T> checked(Predicate<T> good, String otherwise) {
    return new Grammar<>(
        label,
        text -> {
          T value = reader.read(text);
          if (!good.test(value)) {
            throw new IllegalArgumentException("'" + text + "': " + otherwise);
          }
          return value;
        });
  }

  public boolean isSwitch() {
    return label.isEmpty();
  }

  private static int mode(String text) {
    if (!text.matches("[0-7]{1,11}") || Long.parseLong(text, 8) > HIGHEST_MODE) {
      throw new IllegalArgumentException(
          "'" + text + "' is no octal mode from 0 to 0777, such as 0022");
    }
    return Integer.parseInt(text, 8);
  }

  private static int count(String text) {
    try {
      int value = Integer.decode(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message
    }
    throw new IllegalArgumentException("'" + text + "' is no whole number from 0 to 2147483647");
  }

  private static double rate(String text) {
    if (!text.matches("\\d+(\\.\\d*)?|\\.\\d+")) {
      throw new IllegalArgumentException("'" + text + "' is no number from 0");
    }
    return Double.parseDouble(text);
  }

  private static String notEmpty(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("needs a value");
    }
    return text;
  }

  private static boolean yesOrNo(String text) {
    if (YES.contains(text)) {
      return true;
    }
    if (NO.contains(text)) {
      return false;
    }
    throw new IllegalArgumentException("'" + text + "' is neither true nor false");
  }

  private static <E extends Enum<E>> E choice(Class<E> choices, String text) {
    return Arrays.stream(choices.getEnumConstants())
        .filter(each -> nameOf(each).equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(notOneOf(choices, text)));
  }

  private static <E extends Enum<E>> String notOneOf(Class<E> choices, String text) {
    return "'%s' is none of %s"
        .formatted(
            text,
            String.join(
                ", ", Arrays.stream(choices.getEnumConstants()).map(Grammar::nameOf).toList()));
  }

  private static String nameOf(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
