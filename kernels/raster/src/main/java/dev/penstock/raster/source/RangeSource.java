package dev.penstock.raster.source;

import dev.penstock.raster.RasterException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * An object that does not change and is read in pieces. Thread-safe: several pieces may be read at
 * once.
 */
public interface RangeSource {

  /**
   * The bytes from an offset on.
   *
   * @param from offset of the first, not negative
   * @param length how many at most
   * @return fewer than asked for only where the object ends, none behind its end
   */
  byte[] read(long from, int length) throws RasterException, InterruptedException;

  /**
   * What tells this object in this version from all others: two sources with the same identity give
   * the same bytes. Known once something was read.
   */
  String identity();

  /** How long the object is; empty if that is not known, as it may be before anything was read. */
  default OptionalLong size() {
    return OptionalLong.empty();
  }

  /** How long whoever reads this may still wait for somebody else. */
  default Duration patience() {
    return Duration.ofDays(1);
  }
}
