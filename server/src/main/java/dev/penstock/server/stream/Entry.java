package dev.penstock.server.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a stream, as it stands there.
 *
 * @param fields in their order; a name may stand there twice
 * @param gone whether somebody removed it from the stream before it was settled
 */
record Entry(String id, List<Field> fields, boolean gone) {
  Entry {
    fields = List.copyOf(fields);
  }

  /** A field of an entry. */
  record Field(String name, byte[] value) {
    String text() {
      return new String(value, UTF_8);
    }
  }

  /** Reads entries out of the answer of a Redis: an id, and names and values in turn. */
  static List<Entry> all(Object answer) {
    var entries = new ArrayList<Entry>();
    for (Object row : (List<?>) answer) {
      if (row instanceof List<?> parts
          && !parts.isEmpty()
          && parts.getFirst() instanceof byte[] id) {
        entries.add(of(new String(id, UTF_8), parts.size() < 2 ? null : parts.get(1)));
      }
    }
    return entries;
  }

  private static Entry of(String id, @Nullable Object flat) {
    if (!(flat instanceof List<?> words)) {
      return removed(id);
    }
    var fields = new ArrayList<Field>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      fields.add(new Field(new String((byte[]) words.get(i), UTF_8), (byte[]) words.get(i + 1)));
    }
    return fields.isEmpty() ? removed(id) : new Entry(id, fields, false);
  }

  static Entry removed(String id) {
    return new Entry(id, List.of(), true);
  }
}
