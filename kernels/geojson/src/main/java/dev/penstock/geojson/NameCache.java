package dev.penstock.geojson;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Remembers decoded names, because the features of one payload repeat theirs. Bounded. */
final class NameCache {
  private static final int SLOTS = 1024;

  private final @Nullable Known[] known = new Known[SLOTS];

  private static final class Known {
    final byte[] raw;
    final String name;

    Known(byte[] raw, String name) {
      this.raw = raw;
      this.name = name;
    }
  }

  /** The name whose escaped form stands in {@code [from, to)}, without its quotes. */
  String name(byte[] buffer, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + buffer[i];
    }
    int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    Known before = known[slot];
    if (before != null && Arrays.equals(before.raw, 0, before.raw.length, buffer, from, to)) {
      return before.name;
    }
    String name = JsonText.unescape(buffer, from, to);
    known[slot] = new Known(Arrays.copyOfRange(buffer, from, to), name);
    return name;
  }
}
