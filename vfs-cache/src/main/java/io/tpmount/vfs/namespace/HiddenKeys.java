package io.tpmount.vfs.namespace;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys that no path can show, each reported once in the log while there are few of them. */
final class HiddenKeys {
  private static final Logger LOG = LoggerFactory.getLogger(HiddenKeys.class);
  private static final int MOST_REPORTED = 1000;

  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  void impossible(String key) {
    report(key, "it cannot be a path");
  }

  void shadowed(String key, String by) {
    report(key, by);
  }

  private void report(String key, String why) {
    if (reported.size() < MOST_REPORTED && reported.add(key)) {
      LOG.warn("Key {} is not shown: {}", printable(key), why);
    }
  }

  /** A key may hold anything; a log line must not. */
  private static String printable(String key) {
    StringBuilder text = new StringBuilder("\"");
    key.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                text.append(String.format("\\u%04x", c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.append('"').toString();
  }
}
