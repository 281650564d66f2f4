package dev.penstock.geojson;

/**
 * One broken rule in one feature, and where.
 *
 * @param rule the rule, which gives code and severity
 * @param message what was found, in one sentence
 * @param byteOffset absolute offset in the uncompressed payload
 * @param path JSON pointer inside the feature, such as {@code /geometry/coordinates/0/3}
 * @param x first ordinate of the place, NaN where there is none
 * @param y second ordinate of the place, NaN where there is none
 */
public record Defect(Rule rule, String message, long byteOffset, String path, double x, double y) {

  /** The stable code of the rule. */
  public String code() {
    return rule.code();
  }

  /** What the defect means for the feature. */
  public Severity severity() {
    return rule.severity();
  }
}
