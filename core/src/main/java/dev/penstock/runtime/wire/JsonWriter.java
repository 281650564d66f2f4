package dev.penstock.runtime.wire;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes maps, lists, texts, numbers and flags as JSON (RFC 8259). */
final class JsonWriter {
  private final StringBuilder json = new StringBuilder(256);

  private JsonWriter() {}

  static String object(Map<String, Object> members) {
    var writer = new JsonWriter();
    writer.members(members);
    return writer.json.toString();
  }

  private void value(Object value) {
    switch (value) {
      case String text -> text(text);
      case Map<?, ?> members -> members(members);
      case List<?> elements -> elements(elements);
      case Long number -> json.append(number);
      case Boolean flag -> json.append(flag);
      default -> throw new IllegalArgumentException("cannot be written: " + value.getClass());
    }
  }

  private void members(Map<?, ?> members) {
    json.append('{');
    Iterator<? extends Map.Entry<?, ?>> rest = members.entrySet().iterator();
    while (rest.hasNext()) {
      Map.Entry<?, ?> member = rest.next();
      text((String) member.getKey());
      json.append(':');
      value(member.getValue());
      json.append(rest.hasNext() ? "," : "");
    }
    json.append('}');
  }

  private void elements(List<?> elements) {
    json.append('[');
    Iterator<?> rest = elements.iterator();
    while (rest.hasNext()) {
      value(rest.next());
      json.append(rest.hasNext() ? "," : "");
    }
    json.append(']');
  }

  private void text(String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Half a surrogate pair would become a question mark in UTF-8.
      boolean escaped = c < 0x20 || Character.isSurrogate(c);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (escaped) {
        json.append("\\u").append(java.util.HexFormat.of().toHexDigits(c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
