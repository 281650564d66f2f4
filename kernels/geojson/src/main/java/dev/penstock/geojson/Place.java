package dev.penstock.geojson;

import java.util.Arrays;

/** The JSON pointer of the place that is being read, kept as numbers until somebody asks. */
final class Place {
  private int[] parents = new int[8];
  private int size;
  private boolean bare;

  void start(boolean bareGeometry) {
    bare = bareGeometry;
    size = 0;
  }

  /** Enters a member of {@code geometries}. */
  void push(int index) {
    if (size == parents.length) {
      parents = Arrays.copyOf(parents, size * 2);
    }
    parents[size++] = index;
  }

  void pop() {
    size--;
  }

  /** Whether the geometry here is a member of a collection. */
  boolean nested() {
    return size > 0;
  }

  /** The geometry here, plus the member and the indices given; those below zero are left out. */
  String of(String member, int... indices) {
    StringBuilder path = new StringBuilder(bare ? "" : "/geometry");
    for (int i = 0; i < size; i++) {
      path.append("/geometries/").append(parents[i]);
    }
    if (!member.isEmpty()) {
      path.append('/').append(member);
    }
    for (int index : indices) {
      if (index >= 0) {
        path.append('/').append(index);
      }
    }
    return path.toString();
  }
}
