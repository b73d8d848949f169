package io.tpmount.s3;

/**
 * How many requests may start.
 *
 * @param perSecond requests a second in the long run; 0 for no limit
 * @param burst requests that may start at once after a rest, at least 1 where there is a limit
 */
public record RateLimit(double perSecond, int burst) {
  public static final RateLimit NONE = new RateLimit(0, 1);

  public RateLimit {
    if (!(perSecond >= 0) || burst < 1) {
      throw new IllegalArgumentException("rate limit " + perSecond + "/s, burst " + burst);
    }
  }

  public boolean isOff() {
    return perSecond == 0;
  }
}
