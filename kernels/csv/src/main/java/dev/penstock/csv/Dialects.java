package dev.penstock.csv;

import java.util.HashMap;
import java.util.Map;

/** Guesses how a file spells rows, from its beginning as UTF-8. */
public final class Dialects {
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
  private static final char[] QUOTES = {'"', '\''};
  private static final int ROWS = 200;

  private Dialects() {}

  /**
   * The dialect under which most rows have as many fields as the first one, and more than one.
   *
   * @param whole whether that is all of the file
   */
  public static Dialect of(byte[] head, int length, boolean whole) {
    Dialect best = Dialect.RFC_4180;
    double most = 0;
    for (char quote : QUOTES) {
      for (char delimiter : DELIMITERS) {
        Dialect dialect = new Dialect(delimiter, quote);
        double score = score(head, length, dialect, whole);
        if (score > most) {
          most = score;
          best = dialect;
        }
      }
    }
    return best;
  }

  private static double score(byte[] head, int length, Dialect dialect, boolean whole) {
    RowReader rows = new RowReader(head, length, dialect, 1);
    Map<Integer, Integer> counts = new HashMap<>();
    int seen = 0;
    int last = 0;
    int quotedFields = 0;
    while (seen < ROWS && rows.next()) {
      last = rows.fields();
      counts.merge(last, 1, Integer::sum);
      quotedFields += quoted(rows, head, dialect);
      seen++;
    }
    if (seen > 1 && !whole) {
      counts.merge(last, -1, Integer::sum);
      seen--;
    }
    var usual =
        counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(Map.entry(1, 0));
    if (usual.getKey() < 2 || seen == 0) {
      return 0;
    }
    double agreement = (double) usual.getValue() / seen;
    // The quote that is in use decides between two that agree otherwise.
    return agreement * (1 + Math.log(usual.getKey()) + Math.min(1, quotedFields * 0.01));
  }

  private static int quoted(RowReader rows, byte[] head, Dialect dialect) {
    int quoted = 0;
    for (int i = 0; i < rows.fields(); i++) {
      int before = rows.from(i) - 1;
      quoted += before >= 0 && head[before] == dialect.quote() ? 1 : 0;
    }
    return quoted;
  }
}
