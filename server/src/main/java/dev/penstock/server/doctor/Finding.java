package dev.penstock.server.doctor;

import java.util.Locale;

/**
 * What one look came to.
 *
 * @param what was looked at, in a word or two
 * @param detail the facts, and what to do where it is not well
 */
public record Finding(String what, Grade grade, String detail) {
  /** How well it is. */
  public enum Grade {
    OK,
    /** Works, but slower or with less. */
    WARN,
    /** Does not work until it is put right. */
    BAD;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String what, String detail) {
    return new Finding(what, Grade.OK, detail);
  }

  static Finding warn(String what, String detail) {
    return new Finding(what, Grade.WARN, detail);
  }

  static Finding bad(String what, String detail) {
    return new Finding(what, Grade.BAD, detail);
  }
}
