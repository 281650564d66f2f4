package dev.penstock.geometry.report;

/**
 * One defect of a feature, as it is told.
 *
 * @param severity {@code error}, {@code repairable} or {@code warning}
 * @param byteOffset in the uncompressed payload
 * @param path inside the feature, as a JSON pointer
 * @param x in the payload's CRS; NaN where the defect has no place
 */
public record Told(
    String code,
    String severity,
    String message,
    long byteOffset,
    String path,
    double x,
    double y) {
  boolean located() {
    return Double.isFinite(x) && Double.isFinite(y);
  }
}
