package dev.penstock.runtime.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a frame: a JSON object whose members are asked for by name and kind. What is missing
 * or of another kind is a {@link ProtocolException} that names it.
 */
public final class Header {
  private final Map<String, Object> members;

  private Header(Map<String, Object> members) {
    this.members = members;
  }

  static Header parse(String json) throws ProtocolException {
    return new Header(JsonReader.object(json));
  }

  /** What kind of frame it is. */
  public String type() throws ProtocolException {
    return text("type");
  }

  public boolean has(String name) {
    return members.containsKey(name);
  }

  public String text(String name) throws ProtocolException {
    return needed(name, optionalText(name));
  }

  public Optional<String> optionalText(String name) throws ProtocolException {
    return Optional.ofNullable(member(name, String.class, members.get(name)));
  }

  public long whole(String name) throws ProtocolException {
    return needed(name, Optional.ofNullable(member(name, Long.class, members.get(name))));
  }

  /** A number, 0 when there is none. */
  public long count(String name) throws ProtocolException {
    Long number = member(name, Long.class, members.get(name));
    return number == null ? 0 : number;
  }

  /** A flag, false when there is none. */
  public boolean flag(String name) throws ProtocolException {
    return Boolean.TRUE.equals(member(name, Boolean.class, members.get(name)));
  }

  public Header object(String name) throws ProtocolException {
    return needed(name, optionalObject(name));
  }

  public Optional<Header> optionalObject(String name) throws ProtocolException {
    Map<?, ?> object = member(name, Map.class, members.get(name));
    return Optional.ofNullable(object).map(Header::ofMap);
  }

  /** A list of objects, empty when there is none. */
  public List<Header> objects(String name) throws ProtocolException {
    var objects = new ArrayList<Header>();
    List<?> elements = member(name, List.class, members.get(name));
    for (Object element : elements == null ? List.of() : elements) {
      objects.add(ofMap(needed(name, Optional.ofNullable(member(name, Map.class, element)))));
    }
    return objects;
  }

  /** All members, which are texts. */
  public Map<String, String> texts() throws ProtocolException {
    var texts = new LinkedHashMap<String, String>();
    for (String name : members.keySet()) {
      texts.put(name, text(name));
    }
    return texts;
  }

  /** All members, which are whole numbers. */
  public Map<String, Long> wholes() throws ProtocolException {
    var wholes = new LinkedHashMap<String, Long>();
    for (String name : members.keySet()) {
      wholes.put(name, whole(name));
    }
    return wholes;
  }

  private static Header ofMap(Map<?, ?> object) {
    var members = new LinkedHashMap<String, Object>();
    object.forEach((name, value) -> members.put((String) name, value));
    return new Header(members);
  }

  private static <T> @Nullable T member(String name, Class<T> kind, @Nullable Object value)
      throws ProtocolException {
    if (value != null && !kind.isInstance(value)) {
      throw new ProtocolException(
          "'%s' is a %s, expected a %s"
              .formatted(name, value.getClass().getSimpleName(), kind.getSimpleName()));
    }
    return kind.cast(value);
  }

  private static <T> T needed(String name, Optional<T> value) throws ProtocolException {
    if (value.isEmpty()) {
      throw new ProtocolException("a frame lacks '" + name + "'");
    }
    return value.get();
  }
}
