package dev.penstock.geometry.report;

/** Writes one JSON value on one line. Not thread-safe. */
final class JsonLine {
  private final StringBuilder out = new StringBuilder(256);
  private boolean first = true;

  JsonLine open(char bracket) {
    comma();
    out.append(bracket);
    first = true;
    return this;
  }

  JsonLine close(char bracket) {
    out.append(bracket);
    first = false;
    return this;
  }

  JsonLine name(String name) {
    text(name);
    out.append(':');
    first = true;
    return this;
  }

  JsonLine text(String name, String value) {
    return name(name).text(value);
  }

  JsonLine number(String name, long value) {
    return raw(name, Long.toString(value));
  }

  JsonLine number(double value) {
    comma();
    out.append(value);
    return this;
  }

  JsonLine raw(String name, String json) {
    name(name);
    comma();
    out.append(json);
    return this;
  }

  /** RFC 8259 section 7. */
  JsonLine text(String text) {
    comma();
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
    return this;
  }

  private void comma() {
    if (!first) {
      out.append(',');
    }
    first = false;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
