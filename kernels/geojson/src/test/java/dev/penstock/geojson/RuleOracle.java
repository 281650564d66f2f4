package dev.penstock.geojson;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The rules of RFC 7946 once more, written against a tree of JSON values and with nothing of the
 * reader in it. It answers which rules a Feature or geometry breaks.
 */
final class RuleOracle {
  private final Set<String> codes = new TreeSet<>();
  private final List<double[]> all = new ArrayList<>();
  private final Set<Integer> sizes = new TreeSet<>();
  private boolean useless;

  private RuleOracle() {}

  static Set<String> codes(JsonNode item) {
    var oracle = new RuleOracle();
    oracle.item(item);
    return oracle.codes;
  }

  private void breaks(String code) {
    codes.add("geojson." + code);
  }

  private void item(JsonNode item) {
    if (!item.isObject()) {
      breaks("not_an_object");
      return;
    }
    String type = item.path("type").asString("");
    if (item.path("type").isString() && isGeometryType(type)) {
      geometry(item, false);
    } else {
      feature(item, type);
    }
    if (sizes.size() > 1) {
      breaks("mixed_dimension");
    }
  }

  private void feature(JsonNode item, String type) {
    if (!item.has("type")) {
      breaks("type_missing");
    } else if (!type.equals("Feature")) {
      breaks("unknown_type");
    }
    featureMembers(item);
    for (String word : List.of("coordinates", "geometries", "features")) {
      if (item.has(word)) {
        breaks("misplaced_member");
      }
    }
    JsonNode geometry = item.path("geometry");
    if (geometry.isMissingNode()) {
      breaks("geometry_missing");
    } else if (geometry.isObject()) {
      geometry(geometry, false);
    } else if (!geometry.isNull()) {
      breaks("geometry_invalid");
    }
    crs(item);
    double[] box = bbox(item);
    if (box.length > 0) {
      bboxAround(box, all);
      if (sizes.size() == 1 && !all.isEmpty() && box.length != 2 * sizes.iterator().next()) {
        breaks("bbox_dimension");
      }
    }
  }

  private void featureMembers(JsonNode item) {
    JsonNode properties = item.path("properties");
    if (properties.isMissingNode()) {
      breaks("properties_missing");
    } else if (!properties.isObject() && !properties.isNull()) {
      breaks("properties_invalid");
    }
    JsonNode id = item.path("id");
    if (id.isNull()) {
      breaks("id_null");
    } else if (!id.isMissingNode() && !id.isString() && !id.isNumber()) {
      breaks("id_invalid");
    }
  }

  private void crs(JsonNode object) {
    if (object.has("crs") && !object.path("crs").isNull()) {
      breaks("crs_member");
    }
  }

  /** The numbers of a usable bbox; none otherwise. */
  private double[] bbox(JsonNode object) {
    JsonNode bbox = object.path("bbox");
    if (bbox.isMissingNode()) {
      return new double[0];
    }
    boolean numbers = bbox.isArray() && (bbox.size() == 4 || bbox.size() == 6);
    double[] box = new double[numbers ? bbox.size() : 0];
    for (int i = 0; i < box.length; i++) {
      numbers &= bbox.get(i).isNumber();
      box[i] = bbox.get(i).asDouble(0);
    }
    if (!numbers) {
      breaks("bbox_invalid");
      return new double[0];
    }
    return box;
  }

  private void bboxAround(double[] box, List<double[]> positions) {
    int n = box.length / 2;
    if (Math.abs(box[1]) > 90
        || Math.abs(box[n + 1]) > 90
        || Math.abs(box[0]) > 180
        || Math.abs(box[n]) > 180) {
      breaks("bbox_range");
    }
    if (box[1] > box[n + 1] || (n == 3 && box[2] > box[5])) {
      breaks("bbox_order");
      return;
    }
    // Heights count where all positions have one.
    boolean heights = n == 3 && sizes.equals(Set.of(3));
    for (double[] p : positions) {
      boolean x =
          box[0] <= box[n] ? box[0] <= p[0] && p[0] <= box[n] : p[0] >= box[0] || p[0] <= box[n];
      boolean z = !heights || (box[2] <= p[2] && p[2] <= box[5]);
      if (!x || !z || p[1] < box[1] || p[1] > box[n + 1]) {
        breaks("bbox_mismatch");
      }
    }
  }

  private static boolean isGeometryType(String type) {
    return GeometryKind.of(type) != null;
  }

  private void geometry(JsonNode g, boolean nested) {
    crs(g);
    for (String word : List.of("geometry", "properties", "features")) {
      if (g.has(word)) {
        breaks("misplaced_member");
      }
    }
    int first = all.size();
    String type = g.path("type").isString() ? g.path("type").asString() : "";
    if (!g.has("type")) {
      breaks("type_missing");
    } else if (!isGeometryType(type)) {
      breaks("unknown_type");
    }
    if (isGeometryType(type)) {
      contents(g, type, nested);
    }
    double[] box = bbox(g);
    if (box.length > 0) {
      bboxAround(box, all.subList(first, all.size()));
    }
  }

  private void contents(JsonNode g, String type, boolean nested) {
    boolean collection = type.equals("GeometryCollection");
    if (g.has(collection ? "coordinates" : "geometries")) {
      breaks("misplaced_member");
    }
    JsonNode value = g.path(collection ? "geometries" : "coordinates");
    if (value.isMissingNode()) {
      breaks("coordinates_missing");
    } else if (collection) {
      collection(value, nested);
    } else {
      coordinates(type, value, nested);
    }
  }

  private void collection(JsonNode members, boolean nested) {
    if (nested) {
      breaks("nested_collection");
    }
    if (!members.isArray()) {
      breaks("coordinates_nesting");
      return;
    }
    var types = new ArrayList<String>();
    for (JsonNode member : members) {
      if (member.isObject()) {
        geometry(member, true);
        String type = member.path("type").asString("");
        String value = type.equals("GeometryCollection") ? "geometries" : "coordinates";
        if (isGeometryType(type) && member.has(value)) {
          types.add(type);
        }
      } else {
        breaks("geometry_invalid");
      }
    }
    boolean alike = types.stream().distinct().count() == 1;
    if (alike && (types.size() == 1 || !types.getFirst().equals("GeometryCollection"))) {
      breaks("collection_of_one");
    }
  }

  private void coordinates(String type, JsonNode value, boolean nested) {
    if (value.isArray() && value.isEmpty()) {
      breaks(nested ? "coordinates_empty" : "geometry_empty");
      return;
    }
    switch (type) {
      case "Point" -> {
        if (!value.isArray()) {
          breaks("coordinates_nesting");
        } else {
          int before = all.size();
          position(value);
          all.subList(before, all.size()).forEach(this::range);
        }
      }
      case "MultiPoint" -> sequence(value, 'P', 0);
      case "LineString" -> sequence(value, 'L', 0);
      case "MultiLineString" -> each(value, (line, i) -> sequence(line, 'L', 0));
      case "Polygon" -> each(value, (ring, i) -> sequence(ring, 'R', i));
      default -> each(value, (part, p) -> each(part, (ring, i) -> sequence(ring, 'R', i)));
    }
  }

  private interface Element {
    void at(JsonNode element, int index);
  }

  private void each(JsonNode list, Element element) {
    if (!list.isArray()) {
      breaks("coordinates_nesting");
    } else if (list.isEmpty()) {
      breaks("coordinates_empty");
    } else {
      for (int i = 0; i < list.size(); i++) {
        element.at(list.get(i), i);
      }
    }
  }

  private void sequence(JsonNode list, char kind, int ring) {
    if (!list.isArray()) {
      breaks("coordinates_nesting");
      return;
    }
    if (list.isEmpty()) {
      breaks("coordinates_empty");
      return;
    }
    useless = false;
    int first = all.size();
    int dimension = sizes.isEmpty() ? 0 : all.getFirst().length;
    for (JsonNode position : list) {
      position(position);
    }
    if (!useless) {
      // The first position of all decides how many numbers are compared.
      int size = dimension == 0 ? all.getFirst().length : dimension;
      var positions = all.subList(first, all.size()).stream().map(p -> sized(p, size)).toList();
      positions.forEach(this::range);
      switch (kind) {
        case 'L' -> line(positions);
        case 'R' -> ring(positions, ring == 0);
        default -> {}
      }
      if (kind != 'P') {
        steps(positions);
      }
    }
  }

  private static double[] sized(double[] p, int size) {
    return size == 2
        ? new double[] {p[0], p[1]}
        : new double[] {p[0], p[1], p.length > 2 ? p[2] : 0};
  }

  private void position(JsonNode position) {
    if (!position.isArray()) {
      breaks("coordinates_nesting");
      useless = true;
      return;
    }
    double[] numbers = new double[position.size()];
    boolean good = true;
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = position.get(i);
      if (!number.isNumber()) {
        breaks(number.isArray() ? "coordinates_nesting" : "position_not_number");
        good = false;
      }
      numbers[i] = number.asDouble(0);
    }
    if (good && numbers.length < 2) {
      breaks("position_too_short");
    }
    if (!good || numbers.length < 2) {
      useless = true;
      return;
    }
    if (numbers.length > 3) {
      breaks("position_extra");
    }
    double[] p = numbers.length == 2 ? numbers : new double[] {numbers[0], numbers[1], numbers[2]};
    all.add(p);
    sizes.add(p.length);
  }

  private void range(double[] p) {
    if (Math.abs(p[0]) > 180 || Math.abs(p[1]) > 90) {
      breaks("out_of_range");
    }
  }

  private static boolean same(double[] a, double[] b) {
    return a[0] == b[0] && a[1] == b[1];
  }

  private void line(List<double[]> line) {
    if (line.size() < 2) {
      breaks("line_too_short");
      return;
    }
    if (line.stream().allMatch(p -> same(p, line.getFirst()))) {
      breaks("line_no_length");
    }
    for (int i = 2; i < line.size(); i++) {
      if (same(line.get(i), line.get(i - 2)) && !same(line.get(i), line.get(i - 1))) {
        breaks("line_spike");
      }
    }
  }

  private void ring(List<double[]> ring, boolean shell) {
    boolean closed = Arrays.equals(ring.getFirst(), ring.getLast());
    if (ring.size() < 3 || (closed && ring.size() < 4)) {
      breaks("ring_too_short");
      return;
    }
    if (!closed) {
      breaks("ring_not_closed");
    }
    double area = 0;
    double[] o = ring.getFirst();
    for (int i = 1; i < ring.size(); i++) {
      double[] a = ring.get(i - 1);
      double[] b = ring.get(i);
      area += (a[0] - o[0]) * (b[1] - o[1]) - (b[0] - o[0]) * (a[1] - o[1]);
    }
    if (shell ? area < 0 : area > 0) {
      breaks("ring_winding");
    }
  }

  private void steps(List<double[]> positions) {
    for (int i = 1; i < positions.size(); i++) {
      if (Arrays.equals(positions.get(i), positions.get(i - 1))) {
        breaks("position_repeated");
      }
      if (Math.abs(positions.get(i)[0] - positions.get(i - 1)[0]) > 180) {
        breaks("antimeridian");
      }
    }
  }
}
