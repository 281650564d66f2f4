package dev.penstock.crs;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the system that somebody who mistyped a name most likely meant. */
final class NearestCrs {

  private static final int SHORTEST_PART = 4;

  /** One mistake in so many letters is a slip; more make it another name. */
  private static final int LETTERS_PER_SLIP = 8;

  private NearestCrs() {}

  /**
   * The code of the system whose code or name differs least from the text, by a slip or two, or
   * that names what the text is a part of; empty if there is none.
   */
  static Optional<CrsCode> to(String text, Collection<Crs> systems) {
    String wanted = text.strip().toUpperCase(Locale.ROOT);
    Optional<CrsCode> nearest = Optional.empty();
    int least = Math.max(1, wanted.length() / LETTERS_PER_SLIP) + 1;
    for (Crs crs : systems) {
      int distance =
          Math.min(
              distance(wanted, crs.code().toString()),
              toName(wanted, crs.name().toUpperCase(Locale.ROOT)));
      if (distance < least) {
        least = distance;
        nearest = Optional.of(crs.code());
      }
    }
    return nearest;
  }

  private static int toName(String wanted, String name) {
    boolean part = wanted.length() >= SHORTEST_PART && name.contains(wanted);
    return part ? 0 : distance(wanted, name);
  }

  /** Edit distance in which two neighbours swapped count once (optimal string alignment). */
  static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(last[j - 1] + cost, Math.min(last[j], row[j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] spare = before;
      before = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
