package dev.penstock.formats;

/**
 * A column of a table: a property of the features.
 *
 * @param property as in the JSON
 * @param name of the column, unlike any other also where upper and lower case are the same
 */
record Column(String property, String name, Type type) {
  /** What its values are. */
  enum Type {
    LONG,
    DOUBLE,
    FLAG,
    TEXT,
    /** JSON text, each value as it was written. */
    JSON
  }
}
