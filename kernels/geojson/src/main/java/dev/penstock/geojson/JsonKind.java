package dev.penstock.geojson;

/** The kind of a JSON value, numbers told apart by how they are written. */
public enum JsonKind {
  STRING,
  /** A number without fraction and exponent; it may be too big for 64 bits. */
  INTEGER,
  /** A number with a fraction or an exponent. */
  DECIMAL,
  BOOLEAN,
  NULL,
  OBJECT,
  ARRAY
}
