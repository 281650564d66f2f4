package dev.penstock.bench.engine;

import java.util.List;
import java.util.Set;

/**
 * What is to be measured.
 *
 * @param only names of engines and rivals; empty: all
 */
record Options(boolean rivals, Set<String> only) {
  private static final String ONLY = "--only=";

  /**
   * Reads flags.
   *
   * @throws IllegalArgumentException for one that there is not; the message says what there is
   */
  static Options of(List<String> flags) {
    boolean rivals = true;
    Set<String> only = Set.of();
    for (String flag : flags) {
      if (flag.equals("--without-rivals")) {
        rivals = false;
      } else if (flag.startsWith(ONLY)) {
        only = Set.of(flag.substring(ONLY.length()).split(",", -1));
      } else {
        throw new IllegalArgumentException(
            "bench engine: no '" + flag + "'. There are: --without-rivals, --only=NAME,…");
      }
    }
    return new Options(rivals, only);
  }

  boolean wants(String name) {
    return only.isEmpty() || only.contains(name);
  }
}
