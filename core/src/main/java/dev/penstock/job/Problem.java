package dev.penstock.job;

import java.util.regex.Pattern;

/**
 * What went wrong, for a machine and for a person. The code is stable: it is the RFC 9457 {@code
 * type}, the metric label, the log key and the reject code at once.
 *
 * @param code lower case with dots and underscores, for example {@code geojson.ring_not_closed}
 * @param detail one sentence with the facts of this case, and what to do where that is known
 */
public record Problem(String code, String detail) {
  private static final Pattern CODE = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*");

  public Problem {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("not a problem code: '" + code + "'");
    }
  }
}
