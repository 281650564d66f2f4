package dev.penstock.server.pipeline;

import dev.penstock.job.Problem;
import java.util.Optional;

/**
 * Looks at the first bytes of a payload while it is still coming in, so that plain garbage is
 * refused at once. Only a hint: what passes may still be bad, and the pipeline will say so.
 */
@FunctionalInterface
public interface FirstBytes {
  FirstBytes ANY = (head, length) -> Optional.empty();

  /** JSON objects, or gzip or zstd that may hold some. */
  FirstBytes GEOJSON = GeoJsonStart::problem;

  /**
   * The problem with a payload that begins like this.
   *
   * @param head at least the first 512 bytes, or all of a shorter payload
   * @param length how many bytes of {@code head} count
   */
  Optional<Problem> problem(byte[] head, int length);
}
