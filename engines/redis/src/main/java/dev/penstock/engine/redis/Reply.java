package dev.penstock.engine.redis;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list that a function answered. */
record Reply(List<?> parts) {
  static Reply of(@Nullable Object part) {
    return part instanceof List<?> list ? new Reply(list) : new Reply(List.of());
  }

  int size() {
    return parts.size();
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  Reply list(int index) {
    return of(parts.get(index));
  }

  List<Reply> lists() {
    return parts.stream().map(Reply::of).toList();
  }

  List<String> texts() {
    return parts.stream().map(Reply::text).toList();
  }

  String text(int index) {
    return text(parts.get(index));
  }

  long number(int index) {
    return parts.get(index) instanceof Long number ? number : Long.parseLong(text(index));
  }

  byte @Nullable [] bytesOrNull(int index) {
    return parts.get(index) instanceof byte[] bytes ? bytes : null;
  }

  byte[] bytes(int index) {
    byte[] bytes = bytesOrNull(index);
    if (bytes == null) {
      throw new IllegalStateException("part " + index + " of an answer is missing");
    }
    return bytes;
  }

  /** Fields and values in turn, as HGETALL answers them. */
  Map<String, byte[]> fields() {
    var fields = new HashMap<String, byte[]>();
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      fields.put(text(i), bytes(i + 1));
    }
    return fields;
  }

  private static String text(@Nullable Object part) {
    return switch (part) {
      case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
      case null -> "";
      default -> part.toString();
    };
  }
}
