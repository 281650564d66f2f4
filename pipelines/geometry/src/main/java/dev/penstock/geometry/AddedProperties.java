package dev.penstock.geometry;

import dev.penstock.geojson.FeatureDraft;
import dev.penstock.geojson.JsonKind;
import dev.penstock.pipeline.Reject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts members behind those that the properties of a feature have, which stay byte for byte. A name
 * that is taken gets an underscore more. Not thread-safe.
 */
final class AddedProperties {
  private final ColumnTally columns;
  private final ByteArrayOutputStream added = new ByteArrayOutputStream();
  private final Set<String> taken = new HashSet<>();

  AddedProperties(ColumnTally columns) {
    this.columns = columns;
  }

  /** Begins with a feature: its foreign members come first, which have no other place here. */
  void start(FeatureDraft draft, byte[] bytes) {
    added.reset();
    taken.clear();
    draft.forEachProperty((name, _, _, _) -> taken.add(name));
    draft.forEachForeign((name, kind, from, to) -> add(name, kind, bytes, from, to));
  }

  void add(String name, JsonKind kind, String json) {
    byte[] value = json.getBytes(StandardCharsets.UTF_8);
    add(name, kind, value, 0, value.length);
  }

  private void add(String name, JsonKind kind, byte[] value, int from, int to) {
    String free = name;
    while (!taken.add(free)) {
      free = free + "_";
    }
    added.writeBytes(quoted(free));
    added.write(':');
    added.write(value, from, to - from);
    added.write(',');
    columns.property(free, kind, from, to);
  }

  /** The properties with what was added; those given where that is nothing. */
  Reject.Slice with(Reject.@Nullable Slice given) {
    if (added.size() == 0 && given != null) {
      return given;
    }
    var all = new ByteArrayOutputStream(added.size() + (given == null ? 2 : given.length() + 1));
    boolean any = given != null && append(given, all);
    byte[] more = added.toByteArray();
    all.write(any ? ',' : '{');
    all.write(more, 0, more.length - 1);
    all.write('}');
    return new Reject.Slice(all.toByteArray(), 0, all.size(), true);
  }

  /** The object without its closing brace, unless it is empty. */
  private static boolean append(Reject.Slice object, ByteArrayOutputStream to) {
    int end = object.to() - 1;
    while (object.bytes()[end - 1] <= ' ') {
      end--;
    }
    boolean empty = object.bytes()[end - 1] == '{' && blank(object, end - 1);
    if (!empty) {
      to.write(object.bytes(), object.from(), end - object.from());
    }
    return !empty;
  }

  private static boolean blank(Reject.Slice object, int brace) {
    return brace == object.from();
  }

  boolean isEmpty() {
    return added.size() == 0;
  }

  /** RFC 8259 section 7. */
  private static byte[] quoted(String text) {
    var json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20) {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString().getBytes(StandardCharsets.UTF_8);
  }
}
