package dev.penstock.geojson;

/** How the bytes of a payload are wrapped, told by their first bytes. */
public enum PayloadFormat {
  /** JSON text as it stands. */
  PLAIN,
  /** RFC 1952, one member or several behind each other. */
  GZIP,
  /** RFC 8878, one frame or several behind each other, skippable ones among them. */
  ZSTD
}
