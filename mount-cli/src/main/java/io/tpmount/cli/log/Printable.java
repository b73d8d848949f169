package io.tpmount.cli.log;

/**
 * Text that somebody else may have chosen, a key of a bucket for example, fit for a terminal or a
 * line of a log: a key could else move the cursor, forge lines, or turn the direction of writing.
 */
public final class Printable {
  private Printable() {}

  /** The text with {@code \\u001b} and the like in place of what does not show. */
  public static String of(String text) {
    if (text.codePoints().allMatch(Printable::shows)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            code -> {
              if (shows(code)) {
                safe.appendCodePoint(code);
              } else {
                safe.append("\\u%04x".formatted(code));
              }
            });
    return safe.toString();
  }

  private static boolean shows(int code) {
    return switch (Character.getType(code)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
