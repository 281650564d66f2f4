package dev.penstock.geojson;

import java.util.Arrays;

/** The members of one properties object: names and the byte ranges of the values. */
final class PropertyList {
  private final NameCache names = new NameCache();
  private int[] marks = new int[64 * 4];
  private JsonKind[] kinds = new JsonKind[64];
  private int size;

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /** Adds a member; the name's range lies between its quotes. */
  void add(int nameFrom, int nameTo, JsonKind kind, int from, int to) {
    if (size == kinds.length) {
      kinds = Arrays.copyOf(kinds, size * 2);
      marks = Arrays.copyOf(marks, size * 8);
    }
    kinds[size] = kind;
    int at = 4 * size++;
    marks[at] = nameFrom;
    marks[at + 1] = nameTo;
    marks[at + 2] = from;
    marks[at + 3] = to;
  }

  void forEach(byte[] buffer, PropertyVisitor visitor) {
    for (int i = 0; i < size; i++) {
      int at = 4 * i;
      String name = names.name(buffer, marks[at], marks[at + 1]);
      visitor.property(name, kinds[i], marks[at + 2], marks[at + 3]);
    }
  }
}
