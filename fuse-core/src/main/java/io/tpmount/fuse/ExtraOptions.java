package io.tpmount.fuse;

import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The further {@code -o} options, of which each driver knows its own words. */
public final class ExtraOptions {
  private static final Logger LOG = LoggerFactory.getLogger(ExtraOptions.class);

  private ExtraOptions() {}

  /**
   * Tells of options that a driver has nothing to do for.
   *
   * @param driver how the log names it
   * @throws MountException when an option is neither taken nor ignored
   */
  public static void check(
      List<String> options, Set<String> taken, Set<String> ignored, String driver)
      throws MountException {
    for (String option : options) {
      String name = name(option);
      if (ignored.contains(name)) {
        LOG.info("-o {}: nothing to do with {}", option, driver);
      } else if (!taken.contains(name)) {
        throw new MountException(
            MountException.Reason.BAD_OPTION, "unknown mount option -o " + option);
      }
    }
  }

  /** An option without its value. */
  public static String name(String option) {
    int equals = option.indexOf('=');
    return equals < 0 ? option : option.substring(0, equals);
  }
}
