package dev.penstock.runtime.wire;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A frame, or an object inside its header, in the making. Used by one thread. */
public final class Draft {
  private final Map<String, Object> members = new LinkedHashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

  private Draft() {}

  /** A frame of a type. */
  public static Draft of(String type) {
    return new Draft().put("type", type);
  }

  /** An object inside a header. */
  public static Draft object() {
    return new Draft();
  }

  public Draft put(String name, String text) {
    members.put(name, text);
    return this;
  }

  public Draft put(String name, long number) {
    members.put(name, number);
    return this;
  }

  public Draft put(String name, boolean flag) {
    members.put(name, flag);
    return this;
  }

  public Draft put(String name, Draft object) {
    members.put(name, object.members);
    return this;
  }

  public Draft put(String name, List<Draft> objects) {
    members.put(name, objects.stream().map(object -> object.members).toList());
    return this;
  }

  /** Leaves the member out when there is no text. */
  public Draft put(String name, Optional<String> text) {
    text.ifPresent(present -> put(name, present));
    return this;
  }

  /** An object of texts or numbers. */
  public Draft putAll(String name, Map<String, ?> values) {
    members.put(name, new LinkedHashMap<>(values));
    return this;
  }

  /** Appends bytes to the body. */
  Draft append(byte[] bytes) {
    body.writeBytes(bytes);
    return this;
  }

  byte[] body() {
    return body.toByteArray();
  }

  String json() {
    return JsonWriter.object(members);
  }
}
