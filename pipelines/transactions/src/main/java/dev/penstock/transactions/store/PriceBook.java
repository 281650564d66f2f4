package dev.penstock.transactions.store;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Daily prices, kept for good: a price that was found once is never replaced, so that what was
 * reported stays what it was. Thread-safe.
 */
public interface PriceBook {
  /** What is known of these assets in a currency, by asset and day. */
  List<Point> points(String currency, Set<String> assets) throws IOException;

  /** Keeps what was found out; a price that is known already stays. */
  void keep(String currency, List<Point> points) throws IOException;

  /**
   * What is known of a price.
   *
   * @param day counted from 1970, in UTC
   * @param value of one unit; null unless it was found
   * @param source who said so
   * @param time the moment that the price is really for, in milliseconds since 1970
   */
  record Point(
      String asset,
      long day,
      Outcome outcome,
      @Nullable BigDecimal value,
      String source,
      long time) {
    public static Point found(String asset, long day, BigDecimal value, String source) {
      return new Point(asset, day, Outcome.FOUND, value, source, day * 86_400_000L);
    }
  }

  /** How asking for a price ended. */
  enum Outcome {
    FOUND,
    /** The source knows the asset, but not on that day. Final. */
    NOT_FOUND,
    /** The source does not know the asset. Final. */
    UNKNOWN_ASSET,
    /** The source had no time for us: may still come. */
    RATE_LIMITED,
    /** The source could not be reached: may still come. */
    PROVIDER_DOWN;

    /** Whether asking again may help. */
    public boolean mayCome() {
      return this == RATE_LIMITED || this == PROVIDER_DOWN;
    }
  }
}
