package dev.penstock.geojson;

/** What a document is as a whole. */
public enum DocumentForm {
  /** Nothing but white space has been seen yet. */
  UNKNOWN,
  /** One FeatureCollection; its features are the items. */
  COLLECTION,
  /** One Feature, which is the only item. */
  FEATURE,
  /** One bare geometry (a GeometryCollection too), which is the only item. */
  GEOMETRY,
  /** RFC 8142: every record starts with the byte 0x1E. */
  SEQUENCE,
  /** Several objects with white space or nothing between them, usually one a line. */
  LINES
}
