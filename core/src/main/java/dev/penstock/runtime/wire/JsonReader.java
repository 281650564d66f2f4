package dev.penstock.runtime.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object (RFC 8259) into maps, lists, texts, longs, doubles and flags. Members that
 * are null are left out: absent and null mean the same here.
 */
final class JsonReader {
  private static final int DEEPEST = 16;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  static Map<String, Object> object(String text) throws ProtocolException {
    var reader = new JsonReader(text);
    reader.expect('{');
    Map<String, Object> object = reader.members();
    reader.space();
    if (reader.at < text.length()) {
      throw reader.wrong("nothing more");
    }
    return object;
  }

  private @Nullable Object value() throws ProtocolException {
    space();
    char c = peek();
    return switch (c) {
      case '{' -> {
        at++;
        yield members();
      }
      case '[' -> {
        at++;
        yield elements();
      }
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> members() throws ProtocolException {
    deeper();
    var members = new LinkedHashMap<String, Object>();
    if (!ends('}')) {
      do {
        space();
        String name = string();
        expect(':');
        Object value = value();
        if (value != null && members.put(name, value) != null) {
          throw wrong("each name once, not '" + name + "' again");
        }
      } while (goesOn('}'));
    }
    depth--;
    return members;
  }

  private List<Object> elements() throws ProtocolException {
    deeper();
    var elements = new ArrayList<Object>();
    if (!ends(']')) {
      do {
        Object value = value();
        if (value == null) {
          throw wrong("no null in a list");
        }
        elements.add(value);
      } while (goesOn(']'));
    }
    depth--;
    return elements;
  }

  private void deeper() throws ProtocolException {
    if (++depth > DEEPEST) {
      throw wrong("at most " + DEEPEST + " levels");
    }
  }

  private boolean ends(char bracket) throws ProtocolException {
    space();
    boolean ends = peek() == bracket;
    if (ends) {
      at++;
    }
    return ends;
  }

  private boolean goesOn(char bracket) throws ProtocolException {
    space();
    char c = peek();
    if (c != ',' && c != bracket) {
      throw wrong("',' or '" + bracket + "'");
    }
    at++;
    return c == ',';
  }

  private String string() throws ProtocolException {
    expect('"');
    var string = new StringBuilder();
    while (true) {
      char c = peek();
      at++;
      if (c == '"') {
        return string.toString();
      } else if (c == '\\') {
        string.append(escaped());
      } else if (c < 0x20) {
        throw wrong("no control characters in a text");
      } else {
        string.append(c);
      }
    }
  }

  private char escaped() throws ProtocolException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an escape");
    };
  }

  private char unicode() throws ProtocolException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw wrong("four hexadecimal digits");
      }
      code = code << 4 | digit;
      at++;
    }
    return (char) code;
  }

  private Object number() throws ProtocolException {
    int from = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String number = text.substring(from, at);
    try {
      return number.matches("-?(0|[1-9][0-9]*)")
          ? (Object) Long.valueOf(number)
          : Double.valueOf(number);
    } catch (NumberFormatException e) {
      at = from;
      throw wrong("a value");
    }
  }

  private @Nullable Object word(String word, @Nullable Object value) throws ProtocolException {
    if (!text.startsWith(word, at)) {
      throw wrong(word);
    }
    at += word.length();
    return value;
  }

  private void expect(char c) throws ProtocolException {
    space();
    if (peek() != c) {
      throw wrong("'" + c + "'");
    }
    at++;
  }

  private char peek() throws ProtocolException {
    if (at >= text.length()) {
      throw wrong("more");
    }
    return text.charAt(at);
  }

  private void space() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private ProtocolException wrong(String expected) {
    return new ProtocolException(
        "a frame's header is not JSON: expected %s at character %d".formatted(expected, at));
  }
}
