package dev.penstock.geojson;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Writes random FeatureCollections: any order, white space, escapes, traps in properties. */
final class RandomGeoJson {
  private static final String[] STRINGS = {
    "",
    "a",
    "features",
    "coordinates",
    "Zürich",
    "東京都",
    "\uD83D\uDE00",
    "a,b",
    "]}",
    "{[",
    "tab\there",
    "quote\"",
    "back\\slash",
    "type",
    "FeatureCollection",
    "\u0001",
    "é\"]}"
  };

  private final Random random;
  private final StringBuilder out = new StringBuilder();

  RandomGeoJson(long seed) {
    this.random = new Random(seed);
  }

  /** A valid collection whose features are valid JSON, most of them valid GeoJSON too. */
  String collection() {
    List<Runnable> members = new ArrayList<>();
    members.add(() -> member("type", () -> string("FeatureCollection")));
    members.add(() -> member("features", this::features));
    for (int i = random.nextInt(3); i > 0; i--) {
      String name = "foreign" + i;
      members.add(() -> member(name, () -> value(3)));
    }
    if (random.nextBoolean()) {
      members.add(() -> member("crs", () -> value(2)));
    }
    Collections.shuffle(members, random);
    space();
    object(members);
    space();
    return out.toString();
  }

  private void features() {
    list(random.nextInt(5), () -> feature());
  }

  /** One feature, or sometimes what should not be there. */
  private void feature() {
    if (random.nextInt(12) == 0) {
      value(2);
      return;
    }
    List<Runnable> members = new ArrayList<>();
    members.add(() -> member("type", () -> string("Feature")));
    members.add(() -> member("geometry", this::geometry));
    members.add(() -> member("properties", () -> value(3)));
    if (random.nextBoolean()) {
      members.add(() -> member("id", this::scalar));
    }
    Collections.shuffle(members, random);
    object(members);
  }

  private void geometry() {
    List<Runnable> members = new ArrayList<>();
    members.add(() -> member("type", () -> string("LineString")));
    members.add(() -> member("coordinates", () -> list(2 + random.nextInt(4), this::position)));
    Collections.shuffle(members, random);
    object(members);
  }

  private void position() {
    list(2, this::number);
  }

  private void value(int depth) {
    switch (random.nextInt(depth > 0 ? 4 : 2)) {
      case 0, 1 -> scalar();
      case 2 -> list(random.nextInt(4), () -> value(depth - 1));
      default -> {
        List<Runnable> members = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.add(() -> member(any(), () -> value(depth - 1)));
        }
        object(members);
      }
    }
  }

  private void scalar() {
    switch (random.nextInt(5)) {
      case 0 -> out.append("true");
      case 1 -> out.append("null");
      case 2 -> out.append("false");
      case 3 -> number();
      default -> string(any());
    }
  }

  private void number() {
    switch (random.nextInt(4)) {
      case 0 -> out.append(random.nextInt(360) - 180);
      case 1 -> out.append(random.nextDouble() * 180);
      case 2 -> out.append("-0.").append(random.nextInt(100000));
      default -> out.append(random.nextInt(9)).append("e-").append(random.nextInt(9));
    }
  }

  private String any() {
    return STRINGS[random.nextInt(STRINGS.length)];
  }

  private void object(List<Runnable> members) {
    out.append('{');
    space();
    for (int i = 0; i < members.size(); i++) {
      if (i > 0) {
        out.append(',');
        space();
      }
      members.get(i).run();
    }
    out.append('}');
  }

  private void member(String name, Runnable value) {
    string(name);
    space();
    out.append(':');
    space();
    value.run();
    space();
  }

  private void list(int size, Runnable element) {
    out.append('[');
    space();
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        out.append(',');
        space();
      }
      element.run();
      space();
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || (!Character.isSurrogate(c) && random.nextInt(12) == 0)) {
        out.append(String.format("\\u%04" + (random.nextBoolean() ? "x" : "X"), (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private void space() {
    for (int i = random.nextInt(4) - 2; i > 0; i--) {
      out.append(" \n\r\t".charAt(random.nextInt(4)));
    }
  }
}
