package dev.penstock.geometry;

/** Geometry types of ISO WKB. */
final class Wkb {
  static final int POINT = 1;
  static final int LINE_STRING = 2;
  static final int POLYGON = 3;
  static final int MULTI_POINT = 4;
  static final int MULTI_LINE_STRING = 5;
  static final int MULTI_POLYGON = 6;
  static final int GEOMETRY_COLLECTION = 7;

  private Wkb() {}
}
