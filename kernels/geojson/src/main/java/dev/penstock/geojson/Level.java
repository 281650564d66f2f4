package dev.penstock.geojson;

import java.util.EnumSet;
import java.util.Set;

/** How strictly features are read: what breaking a rule means for the feature that does. */
public enum Level {
  /** What can be understood is mended and told, even where RFC 7946 is broken. */
  LENIENT,
  /** As RFC 7946 says: its musts are errors, its shoulds are warnings. */
  RFC7946,
  /** Every rule is a must, and nothing is mended. */
  STRICT;

  private static final Set<Rule> FORGIVEN =
      EnumSet.of(
          Rule.GEOMETRY_MISSING, Rule.GEOMETRY_EMPTY, Rule.PROPERTIES_INVALID, Rule.ID_INVALID);

  /** What breaking the rule means; rules of the document as a whole are always errors. */
  public Severity of(Rule rule) {
    return switch (this) {
      case LENIENT -> FORGIVEN.contains(rule) ? Severity.REPAIRABLE : rule.severity();
      case RFC7946 -> rule.severity();
      case STRICT -> Severity.ERROR;
    };
  }
}
