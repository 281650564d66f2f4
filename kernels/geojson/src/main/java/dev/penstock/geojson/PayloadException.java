package dev.penstock.geojson;

import java.io.IOException;

/**
 * A payload that cannot be unwrapped: damaged gzip, too big, or a decompression bomb. {@link
 * FeatureCutter} turns it into a {@link CutFailure}; only other readers of {@link GeoJsonInput} see
 * it.
 */
public final class PayloadException extends IOException {
  private final Rule rule;
  private final long offset;

  PayloadException(Rule rule, String detail, long offset) {
    super(detail);
    this.rule = rule;
    this.offset = offset;
  }

  /** What was broken, one of the {@code input.*} rules. */
  public Rule rule() {
    return rule;
  }

  /** Unwrapped bytes that had come out before the trouble. */
  public long offset() {
    return offset;
  }
}
