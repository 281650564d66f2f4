package dev.penstock.engine.sqlite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The little JSON that stands in columns: arrays of rows of numbers, arrays of texts, objects of
 * texts or numbers. Reads only what it wrote itself.
 */
final class Json {
  private Json() {}

  static void row(StringBuilder out, long... numbers) {
    out.append(out.length() == 1 ? "[" : ",[");
    for (int i = 0; i < numbers.length; i++) {
      if (i > 0) {
        out.append(',');
      }
      out.append(numbers[i]);
    }
    out.append(']');
  }

  /** Rows of {@code width} numbers each. */
  static List<long[]> rows(String json, int width) {
    var rows = new ArrayList<long[]>();
    long[] row = new long[width];
    int filled = 0;
    for (int at = 0; at < json.length(); at++) {
      char c = json.charAt(at);
      if (c < '0' || c > '9') {
        continue;
      }
      long number = 0;
      for (; at < json.length() && json.charAt(at) >= '0' && json.charAt(at) <= '9'; at++) {
        number = number * 10 + (json.charAt(at) - '0');
      }
      row[filled++] = number;
      if (filled == width) {
        rows.add(row);
        row = new long[width];
        filled = 0;
      }
    }
    return rows;
  }

  static String ofTexts(Iterable<String> texts) {
    var out = new StringBuilder("[");
    for (String text : texts) {
      text(out.append(out.length() == 1 ? "" : ","), text);
    }
    return out.append(']').toString();
  }

  static List<String> texts(String json) {
    var texts = new ArrayList<String>();
    var reader = new Reader(json);
    while (reader.skipTo('"')) {
      texts.add(reader.text());
    }
    return texts;
  }

  static String ofMap(Map<String, ?> map) {
    var out = new StringBuilder("{");
    map.forEach(
        (key, value) -> {
          text(out.append(out.length() == 1 ? "" : ","), key);
          out.append(':');
          if (value instanceof Number number) {
            out.append(number.longValue());
          } else {
            text(out, value.toString());
          }
        });
    return out.append('}').toString();
  }

  static Map<String, String> textMap(String json) {
    var map = new LinkedHashMap<String, String>();
    var reader = new Reader(json);
    while (reader.skipTo('"')) {
      String key = reader.text();
      reader.skipTo('"');
      map.put(key, reader.text());
    }
    return map;
  }

  static Map<String, Long> numberMap(String json) {
    var map = new LinkedHashMap<String, Long>();
    var reader = new Reader(json);
    while (reader.skipTo('"')) {
      String key = reader.text();
      reader.skipTo(':');
      map.put(key, reader.number());
    }
    return map;
  }

  /** RFC 8259 section 7. */
  private static void text(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static final class Reader {
    private final String json;
    private int at;

    Reader(String json) {
      this.json = json;
    }

    /** Steps behind the next {@code mark}, if there is one. */
    boolean skipTo(char mark) {
      int found = json.indexOf(mark, at);
      at = found + 1;
      return found >= 0;
    }

    String text() {
      int end = json.indexOf('"', at);
      int escape = json.indexOf('\\', at);
      if (escape < 0 || escape > end) {
        String plain = json.substring(at, end);
        at = end + 1;
        return plain;
      }
      return escapedText();
    }

    private String escapedText() {
      var text = new StringBuilder();
      for (char c = json.charAt(at++); c != '"'; c = json.charAt(at++)) {
        if (c != '\\') {
          text.append(c);
          continue;
        }
        char escaped = json.charAt(at++);
        if (escaped == 'u') {
          text.append((char) Integer.parseInt(json, at, at + 4, 16));
          at += 4;
        } else {
          text.append(escaped);
        }
      }
      return text.toString();
    }

    long number() {
      int from = at;
      while (at < json.length() && Character.isDigit(json.charAt(at))) {
        at++;
      }
      return Long.parseLong(json, from, at, 10);
    }
  }
}
