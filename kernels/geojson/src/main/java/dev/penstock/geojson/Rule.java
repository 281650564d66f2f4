package dev.penstock.geojson;

/**
 * Every rule that this module checks, with its stable code. {@link Scope} says whether breaking it
 * ends the document or concerns one feature. The rules of JSON itself ({@code json.*}) may do
 * either: outside the features they end the document, inside they reject the one feature.
 */
public enum Rule {
  INPUT_GZIP("input.gzip", Scope.DOCUMENT, Severity.ERROR, "RFC 1952", "Gzip must be whole."),
  INPUT_ZSTD("input.zstd", Scope.DOCUMENT, Severity.ERROR, "RFC 8878", "Zstd must be whole."),
  INPUT_RATIO(
      "input.gzip_ratio",
      Scope.DOCUMENT,
      Severity.ERROR,
      "",
      "Gzip and zstd must not unwrap to more than the allowed multiple of their size."),
  INPUT_TOO_LARGE(
      "input.too_large", Scope.DOCUMENT, Severity.ERROR, "", "The payload has a largest size."),

  EMPTY("geojson.empty", Scope.DOCUMENT, Severity.ERROR, "3", "There must be something to read."),
  UNKNOWN_TYPE(
      "geojson.unknown_type",
      Scope.BOTH,
      Severity.ERROR,
      "1.4",
      "A GeoJSON object must have a type, and one of the nine that exist."),
  FEATURES_MISSING(
      "geojson.features_missing",
      Scope.DOCUMENT,
      Severity.ERROR,
      "3.3",
      "A FeatureCollection must have a features array."),
  CRS_CONFLICT(
      "geojson.crs_conflict",
      Scope.BOTH,
      Severity.ERROR,
      "4",
      "All collections, features and geometries of one payload must name the same crs."),
  CRS_TOO_LARGE(
      "geojson.crs_too_large",
      Scope.DOCUMENT,
      Severity.ERROR,
      "4",
      "A crs member has a largest size."),
  FEATURE_TOO_LARGE(
      "geojson.feature_too_large",
      Scope.FEATURE,
      Severity.ERROR,
      "",
      "A feature has a largest size in bytes."),

  SYNTAX("json.syntax", Scope.BOTH, Severity.ERROR, "RFC 8259", "The text must be JSON."),
  UTF8("json.utf8", Scope.BOTH, Severity.ERROR, "RFC 8259 8.1", "The text must be UTF-8."),
  TRUNCATED(
      "json.truncated",
      Scope.DOCUMENT,
      Severity.ERROR,
      "RFC 8259",
      "The text must not end before its last bracket is closed."),
  TRAILING(
      "json.trailing",
      Scope.BOTH,
      Severity.ERROR,
      "RFC 8259",
      "Nothing but white space or another object may follow an object."),
  TOO_DEEP(
      "json.too_deep", Scope.BOTH, Severity.ERROR, "RFC 8259 9", "Nesting has a deepest level."),
  DUPLICATE_MEMBER(
      "json.duplicate_member",
      Scope.BOTH,
      Severity.ERROR,
      "RFC 8259 4",
      "A member that GeoJSON gives a meaning must not appear twice."),

  NOT_AN_OBJECT(
      "geojson.not_an_object",
      Scope.FEATURE,
      Severity.ERROR,
      "3.2",
      "A feature must be a JSON object."),
  TYPE_MISSING(
      "geojson.type_missing", Scope.FEATURE, Severity.ERROR, "3", "An object must have a type."),
  GEOMETRY_MISSING(
      "geojson.geometry_missing",
      Scope.FEATURE,
      Severity.ERROR,
      "3.2",
      "A Feature must have a geometry member; null says that it has no place."),
  GEOMETRY_INVALID(
      "geojson.geometry_invalid",
      Scope.FEATURE,
      Severity.ERROR,
      "3.2",
      "A geometry must be an object or null."),
  PROPERTIES_INVALID(
      "geojson.properties_invalid",
      Scope.FEATURE,
      Severity.ERROR,
      "3.2",
      "properties must be an object or null."),
  PROPERTIES_MISSING(
      "geojson.properties_missing",
      Scope.FEATURE,
      Severity.WARNING,
      "3.2",
      "A Feature should have a properties member; it is read as null."),
  TOO_MANY_PROPERTIES(
      "geojson.too_many_properties",
      Scope.FEATURE,
      Severity.ERROR,
      "",
      "A feature has a largest number of properties."),
  ID_INVALID(
      "geojson.id_invalid",
      Scope.FEATURE,
      Severity.ERROR,
      "3.2",
      "id must be a string or a number."),
  ID_NULL(
      "geojson.id_null",
      Scope.FEATURE,
      Severity.WARNING,
      "3.2",
      "A feature without an id should leave id out; null is read as absent."),
  BBOX_INVALID(
      "geojson.bbox_invalid",
      Scope.FEATURE,
      Severity.WARNING,
      "5",
      "bbox must be an array of four or six numbers; it is not used."),
  BBOX_ORDER(
      "geojson.bbox_order",
      Scope.FEATURE,
      Severity.WARNING,
      "5",
      "A bbox should have its lowest numbers first; only west may lie beyond east."),
  BBOX_RANGE(
      "geojson.bbox_range",
      Scope.FEATURE,
      Severity.WARNING,
      "5",
      "A bbox should lie within -180 and 180, and -90 and 90."),
  BBOX_DIMENSION(
      "geojson.bbox_dimension",
      Scope.FEATURE,
      Severity.WARNING,
      "5",
      "A bbox should have two numbers for each number of a position."),
  BBOX_MISMATCH(
      "geojson.bbox_mismatch",
      Scope.FEATURE,
      Severity.WARNING,
      "5",
      "A bbox should be around all positions; it is not used."),
  CRS_MEMBER(
      "geojson.crs_member",
      Scope.BOTH,
      Severity.WARNING,
      "4",
      "There is no crs member in RFC 7946; it is read as in GeoJSON 2008."),
  MISPLACED_MEMBER(
      "geojson.misplaced_member",
      Scope.FEATURE,
      Severity.WARNING,
      "7.1",
      "An object must not have the defining members of another type; they are ignored."),
  COORDINATES_MISSING(
      "geojson.coordinates_missing",
      Scope.FEATURE,
      Severity.ERROR,
      "3.1",
      "A geometry must have coordinates, a GeometryCollection geometries."),
  COORDINATES_EMPTY(
      "geojson.coordinates_empty",
      Scope.FEATURE,
      Severity.ERROR,
      "3.1",
      "An array inside coordinates must not be empty."),
  GEOMETRY_EMPTY(
      "geojson.geometry_empty",
      Scope.FEATURE,
      Severity.ERROR,
      "3.1",
      "A feature without a place has a null geometry; empty coordinates may be read as one."),
  COORDINATES_NESTING(
      "geojson.coordinates_nesting",
      Scope.FEATURE,
      Severity.ERROR,
      "3.1",
      "coordinates must be nested as deep as the type says."),
  POSITION_TOO_SHORT(
      "geojson.position_too_short",
      Scope.FEATURE,
      Severity.ERROR,
      "3.1.1",
      "A position must have two numbers at least."),
  POSITION_EXTRA(
      "geojson.position_extra",
      Scope.FEATURE,
      Severity.REPAIRABLE,
      "3.1.1",
      "A position must have three numbers at most; a repair drops the others."),
  POSITION_NOT_NUMBER(
      "geojson.position_not_number",
      Scope.FEATURE,
      Severity.ERROR,
      "3.1.1",
      "A position must consist of numbers."),
  NUMBER_OVERFLOW(
      "geojson.number_overflow",
      Scope.FEATURE,
      Severity.ERROR,
      "3.1.1",
      "A number must fit a 64-bit floating point value."),
  MIXED_DIMENSION(
      "geojson.mixed_dimension",
      Scope.FEATURE,
      Severity.REPAIRABLE,
      "3.1.1",
      "All positions of a feature must have the same size; a repair drops the heights."),
  LINE_TOO_SHORT(
      "geojson.line_too_short",
      Scope.FEATURE,
      Severity.ERROR,
      "3.1.4",
      "A line must have two positions at least."),
  RING_TOO_SHORT(
      "geojson.ring_too_short",
      Scope.FEATURE,
      Severity.ERROR,
      "3.1.6",
      "A ring must have four positions at least, the closing one included."),
  RING_NOT_CLOSED(
      "geojson.ring_not_closed",
      Scope.FEATURE,
      Severity.REPAIRABLE,
      "3.1.6",
      "A ring must end where it starts, with identical numbers."),
  POSITION_REPEATED(
      "geojson.position_repeated",
      Scope.FEATURE,
      Severity.WARNING,
      "",
      "Neighbouring positions of a line or ring should differ; told once a line or ring."),
  LINE_NO_LENGTH(
      "geojson.line_no_length",
      Scope.FEATURE,
      Severity.WARNING,
      "",
      "A line should have two different positions."),
  LINE_SPIKE(
      "geojson.line_spike",
      Scope.FEATURE,
      Severity.WARNING,
      "",
      "A line should not go back the way it came; told once a line."),
  NESTED_COLLECTION(
      "geojson.nested_collection",
      Scope.FEATURE,
      Severity.WARNING,
      "3.1.8",
      "A GeometryCollection should not stand in another."),
  COLLECTION_OF_ONE(
      "geojson.collection_of_one",
      Scope.FEATURE,
      Severity.WARNING,
      "3.1.8",
      "A GeometryCollection should not stand for one geometry, or for several of one type."),
  ANTIMERIDIAN(
      "geojson.antimeridian",
      Scope.FEATURE,
      Severity.WARNING,
      "3.1.9",
      "What crosses the antimeridian should be cut there: neighbouring positions are 180 degrees apart at most; told once a line or ring."),
  RING_WINDING(
      "geojson.ring_winding",
      Scope.FEATURE,
      Severity.WARNING,
      "3.1.6",
      "A shell should run counterclockwise and a hole clockwise."),
  OUT_OF_RANGE(
      "geojson.out_of_range",
      Scope.FEATURE,
      Severity.WARNING,
      "4",
      "A longitude should lie within -180 and 180, a latitude within -90 and 90."),
  TOO_MANY_VERTICES(
      "geojson.too_many_vertices",
      Scope.FEATURE,
      Severity.ERROR,
      "",
      "A feature has a largest number of positions.");

  /** What breaking a rule concerns. */
  public enum Scope {
    DOCUMENT,
    FEATURE,
    BOTH
  }

  private final String code;
  private final Scope scope;
  private final Severity severity;
  private final String section;
  private final String sentence;

  Rule(String code, Scope scope, Severity severity, String section, String sentence) {
    this.code = code;
    this.scope = scope;
    this.severity = severity;
    this.section = section;
    this.sentence = sentence;
  }

  /** The stable code, such as {@code geojson.ring_not_closed}. */
  public String code() {
    return code;
  }

  /** Whether the rule is about the document, a feature, or either. */
  public Scope scope() {
    return scope;
  }

  /** What breaking it means for a feature; document rules are always errors. */
  public Severity severity() {
    return severity;
  }

  /** Section of RFC 7946, or another RFC by name; empty where the limit is ours. */
  public String section() {
    return section;
  }

  /** The rule in one sentence. */
  public String sentence() {
    return sentence;
  }
}
