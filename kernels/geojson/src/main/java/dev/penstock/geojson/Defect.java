package dev.penstock.geojson;

/**
 * One broken rule in one feature, and where.
 *
 * @param rule the rule, which gives the code
 * @param message what was found, in one sentence
 * @param byteOffset absolute offset in the uncompressed payload
 * @param path JSON pointer inside the feature, such as {@code /geometry/coordinates/0/3}
 * @param x first ordinate of the place, NaN where there is none
 * @param y second ordinate of the place, NaN where there is none
 * @param severity what it means for the feature, at the level that it was read at
 */
public record Defect(
    Rule rule,
    String message,
    long byteOffset,
    String path,
    double x,
    double y,
    Severity severity) {

  /** The stable code of the rule. */
  public String code() {
    return rule.code();
  }
}
