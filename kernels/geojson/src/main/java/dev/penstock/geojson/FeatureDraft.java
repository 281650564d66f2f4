package dev.penstock.geojson;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link FeatureReader} found in one feature. It points into the buffer that was read and is
 * overwritten by the next feature. A draft that is {@link #rejected} may be incomplete: use its
 * defects only.
 */
public final class FeatureDraft {
  /** More than enough: all must name the same system. */
  private static final int MOST_CRS = 8;

  private final FlatGeometry geometry = new FlatGeometry();
  private final DefectLog defects;
  private final PropertyList properties = new PropertyList();
  private byte[] buffer = new byte[0];
  private long index;
  private boolean bareGeometry;
  private boolean located;
  private @Nullable JsonSlice id;
  private @Nullable JsonSlice propertiesSlice;
  private double @Nullable [] bbox;
  private int bboxAt;
  private final PropertyList foreign = new PropertyList();
  private final List<JsonSlice> crs = new ArrayList<>();
  private boolean json;

  FeatureDraft(int maxDefects, Level level) {
    this.defects = new DefectLog(maxDefects, level);
  }

  /** Index of the feature in the payload, as given to the reader. */
  public long index() {
    return index;
  }

  /** Whether an error makes the feature a reject; a repairable defect alone does not. */
  public boolean rejected() {
    return defects.count(Severity.ERROR) > 0;
  }

  /** Whether the feature needs a repair: its defects are repairable ones and warnings only. */
  public boolean repairable() {
    return !rejected() && defects.count(Severity.REPAIRABLE) > 0;
  }

  /** The defects in the order found, errors first to stay when there are too many. */
  public List<Defect> defects() {
    return defects.kept();
  }

  /** All defects, also those not kept. */
  public int defectCount() {
    return defects.count();
  }

  /** How often a rule was broken, also where the defect was not kept. */
  public int defectCount(Rule rule) {
    return defects.count(rule);
  }

  /** Whether the item was a geometry without a Feature around it. */
  public boolean isBareGeometry() {
    return bareGeometry;
  }

  /** Whether there is a geometry; a Feature whose geometry is null has none. */
  public boolean isLocated() {
    return located;
  }

  /** The geometry; it has no nodes where the feature is not located. */
  public FlatGeometry geometry() {
    return geometry;
  }

  /** The id as written: STRING, INTEGER or DECIMAL; null where absent. */
  public @Nullable JsonSlice id() {
    return id;
  }

  /** The id as text: a string decoded, a number with the digits it was written with. */
  public @Nullable String idText() {
    JsonSlice slice = id;
    return slice == null ? null : JsonText.scalar(buffer, slice.kind(), slice.from(), slice.to());
  }

  /** The exact bytes of the properties object; null where absent or {@code null}. */
  public @Nullable JsonSlice properties() {
    return propertiesSlice;
  }

  /** Number of properties. */
  public int propertyCount() {
    return properties.size();
  }

  /** Shows every property in the order written, equal names included. */
  public void forEachProperty(PropertyVisitor visitor) {
    properties.forEach(buffer, visitor);
  }

  /** The feature's own bbox member, four or six numbers; null where absent or unusable. */
  public double @Nullable [] bbox() {
    return bbox;
  }

  /**
   * The {@code crs} members of the Feature and its geometries, those that are {@code null} left
   * out, and those that repeat the one before.
   */
  public List<JsonSlice> crsMembers() {
    return List.copyOf(crs);
  }

  /** Number of foreign members of the Feature (RFC 7946 section 6.1). */
  public int foreignCount() {
    return foreign.size();
  }

  /** Shows every foreign member in the order written. */
  public void forEachForeign(PropertyVisitor visitor) {
    foreign.forEach(buffer, visitor);
  }

  /** Whether the bytes are one JSON value and were read to their end. */
  public boolean isJson() {
    return json;
  }

  void start(byte[] bytes, long itemIndex) {
    buffer = bytes;
    index = itemIndex;
    bareGeometry = false;
    located = false;
    id = null;
    propertiesSlice = null;
    bbox = null;
    foreign.clear();
    crs.clear();
    json = false;
    geometry.clear();
    properties.clear();
    defects.clear();
  }

  DefectLog log() {
    return defects;
  }

  PropertyList propertyList() {
    return properties;
  }

  void bareGeometry() {
    bareGeometry = true;
  }

  void located() {
    located = true;
  }

  void id(JsonSlice slice) {
    id = slice;
  }

  void properties(JsonSlice slice) {
    propertiesSlice = slice;
  }

  /** Notes a crs member; false where there are too many different ones. */
  boolean crs(JsonSlice slice) {
    if (crs.isEmpty() || !same(crs.getLast(), slice)) {
      crs.add(slice);
    }
    return crs.size() <= MOST_CRS;
  }

  private boolean same(JsonSlice a, JsonSlice b) {
    return Arrays.equals(buffer, a.from(), a.to(), buffer, b.from(), b.to());
  }

  void json() {
    json = true;
  }

  void bbox(double[] numbers, int at) {
    bbox = numbers;
    bboxAt = at;
  }

  /** Where the bbox stands in the buffer. */
  int bboxAt() {
    return bboxAt;
  }

  void unlocated() {
    located = false;
    geometry.clear();
  }

  PropertyList foreignList() {
    return foreign;
  }
}
