package dev.penstock.formats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Goes over the members of a JSON object that is known to be well-formed, without building it. Used
 * by one thread.
 */
public final class JsonMembers {
  private byte[] json = {};
  private int at;
  private int nameFrom;
  private int nameTo;
  private int from;
  private int to;

  /** Starts over with another object; {@code null} as JSON text has no members. */
  public JsonMembers over(byte[] object) throws IOException {
    json = object;
    at = 0;
    blanks();
    if (at < json.length && json[at] == 'n') {
      at = json.length;
      return this;
    }
    expect('{');
    return this;
  }

  /** Goes to the next member, if there is one. */
  public boolean next() throws IOException {
    blanks();
    if (at >= json.length || json[at] == '}') {
      return false;
    }
    if (json[at] == ',') {
      at++;
      blanks();
    }
    nameFrom = at + 1;
    string();
    nameTo = at - 1;
    blanks();
    expect(':');
    blanks();
    from = at;
    value();
    to = at;
    return true;
  }

  public String name() throws IOException {
    return text(json, nameFrom, nameTo);
  }

  /** Where the value begins in the object's bytes. */
  int from() {
    return from;
  }

  /** Behind the value's last byte. */
  int to() {
    return to;
  }

  public byte first() {
    return json[from];
  }

  /** The value as it is written. */
  public String raw() {
    return new String(json, from, to - from, StandardCharsets.UTF_8);
  }

  /** The characters of a value that is a string. */
  String string(String quoted) throws IOException {
    byte[] bytes = quoted.getBytes(StandardCharsets.UTF_8);
    return text(bytes, 1, bytes.length - 1);
  }

  /** The characters of this value, which is a string. */
  public String stringValue() throws IOException {
    return text(json, from + 1, to - 1);
  }

  private void value() throws IOException {
    switch (json[at]) {
      case '"' -> string();
      case '{', '[' -> nested();
      default -> {
        while (at < json.length && !ends(json[at])) {
          at++;
        }
      }
    }
  }

  private static boolean ends(byte b) {
    return b == ',' || b == '}' || b == ']' || b <= ' ';
  }

  private void nested() throws IOException {
    int depth = 0;
    do {
      if (at >= json.length) {
        throw cut();
      }
      switch (json[at]) {
        case '"' -> string();
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        default -> at++;
      }
    } while (depth > 0);
  }

  private void string() throws IOException {
    expect('"');
    while (at < json.length && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    expect('"');
  }

  private void blanks() {
    while (at < json.length && json[at] <= ' ' && json[at] >= 0) {
      at++;
    }
  }

  private void expect(char c) throws IOException {
    if (at >= json.length || json[at] != c) {
      throw cut();
    }
    at++;
  }

  private IOException cut() {
    return new IOException("stored properties are no JSON object at byte " + at);
  }

  /** The characters between quotes, escapes resolved. */
  private static String text(byte[] json, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      if (json[i] == '\\') {
        return unescaped(new String(json, from, to - from, StandardCharsets.UTF_8));
      }
    }
    return new String(json, from, to - from, StandardCharsets.UTF_8);
  }

  private static String unescaped(String text) throws IOException {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char e = text.charAt(++i);
      switch (e) {
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'u' -> {
          if (i + 4 >= text.length()) {
            throw new IOException("a stored string ends inside an escape");
          }
          out.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
          i += 4;
        }
        default -> out.append(e);
      }
    }
    return out.toString();
  }
}
