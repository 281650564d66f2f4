package dev.penstock.store.embedded;

/** Which types of geometry a part has, as a bit set, and what GeoPackage calls that. */
final class GeometryTypes {
  private static final String[] NAMES = {
    "GEOMETRY",
    "POINT",
    "LINESTRING",
    "POLYGON",
    "MULTIPOINT",
    "MULTILINESTRING",
    "MULTIPOLYGON",
    "GEOMETRYCOLLECTION"
  };
  private static final int SHAPES = (1 << NAMES.length) - 1;
  private static final int FLAT = 1 << 8;
  private static final int HAS_Z = 1 << 9;
  private static final int NO_M = 1 << 10;
  private static final int HAS_M = 1 << 11;

  private GeometryTypes() {}

  /** The set of one ISO WKB type code. */
  static int of(int code) {
    int shape = code % 1000;
    int dimensions = code / 1000;
    int z = dimensions == 1 || dimensions == 3 ? HAS_Z : FLAT;
    int m = dimensions >= 2 ? HAS_M : NO_M;
    return 1 << (shape < NAMES.length ? shape : 0) | z | m;
  }

  /** The one type that all geometries have, or that of any. */
  static String name(int types) {
    int shapes = types & SHAPES;
    return Integer.bitCount(shapes) == 1 ? NAMES[Integer.numberOfTrailingZeros(shapes)] : NAMES[0];
  }

  /** 0: no geometry has z, 1: all have, 2: some. */
  static int z(int types) {
    return (types & HAS_Z) == 0 ? 0 : (types & FLAT) == 0 ? 1 : 2;
  }

  /** The same for m. */
  static int m(int types) {
    return (types & HAS_M) == 0 ? 0 : (types & NO_M) == 0 ? 1 : 2;
  }
}
