package dev.penstock.geojson;

/** What a defect means for the feature that has it. */
public enum Severity {
  /** The feature is rejected. */
  ERROR,
  /** The feature breaks the RFC, but its meaning is clear and a known step mends it. */
  REPAIRABLE,
  /** The feature passes; somebody should look. */
  WARNING
}
