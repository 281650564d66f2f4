package dev.penstock.geojson;

import org.jspecify.annotations.Nullable;

/** What is known of the top-level object that is being cut. */
final class RecordHead {
  static final String COLLECTION = "FeatureCollection";

  final long start;
  @Nullable String type;
  @Nullable String crs;
  @Nullable String name;
  String foreign = "";
  boolean crsTooLarge;
  boolean featuresEntered;
  boolean featuresWrong;
  long opens;

  RecordHead(long start) {
    this.start = start;
  }

  /** Certainly a FeatureCollection: nothing else may have features. */
  boolean isCollection() {
    return featuresEntered || COLLECTION.equals(type);
  }

  /** Certainly an item itself. */
  boolean isItem() {
    return type != null && !COLLECTION.equals(type);
  }

  /** What the document is if this is its only object; UNKNOWN for a type that does not exist. */
  DocumentForm form() {
    if (isCollection()) {
      return DocumentForm.COLLECTION;
    }
    if ("Feature".equals(type)) {
      return DocumentForm.FEATURE;
    }
    return type != null && GeometryKind.of(type) != null
        ? DocumentForm.GEOMETRY
        : DocumentForm.UNKNOWN;
  }
}
