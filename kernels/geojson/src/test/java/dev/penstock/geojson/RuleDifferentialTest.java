package dev.penstock.geojson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The reader and {@link RuleOracle} find the same broken rules in random features. */
class RuleDifferentialTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> TYPES =
      List.of("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon");

  /** Rules that random features must break, or the test proves little. */
  private static final Set<String> NOT_HERE =
      Set.of(
          "geojson.too_many_properties",
          "geojson.too_many_vertices",
          "geojson.number_overflow",
          "geojson.crs_conflict",
          "geojson.feature_too_large",
          "geojson.not_an_object");

  private final Map<Rule, Integer> met = new EnumMap<>(Rule.class);
  private Random random = new Random(0);

  @Test
  void randomFeaturesBreakTheSameRules() {
    var reader = new FeatureReader(new ReadLimits(10_000, 100, 64, 10_000));
    for (int seed = 0; seed < Rounds.of(40_000); seed++) {
      random = new Random(seed);
      JsonNode item = item();
      byte[] text = item.toString().getBytes(StandardCharsets.UTF_8);
      FeatureDraft draft = reader.read(text, 0, text.length, 0, 0);
      Set<String> found =
          draft.defects().stream().map(Defect::code).collect(Collectors.toCollection(TreeSet::new));
      Set<String> wanted = RuleOracle.codes(JSON.readTree(text));
      if (draft.rejected()) {
        // What lies in the part that could not be read decides what a bbox is compared with.
        found.removeIf(
            code -> code.startsWith("geojson.bbox_m") || code.startsWith("geojson.bbox_d"));
        wanted.removeIf(
            code -> code.startsWith("geojson.bbox_m") || code.startsWith("geojson.bbox_d"));
      }
      assertThat(found).as("seed %d: %s", seed, item).isEqualTo(wanted);
      draft.defects().forEach(defect -> met.merge(defect.rule(), 1, Integer::sum));
    }
    for (Rule rule : Rule.values()) {
      boolean feature = rule.scope() != Rule.Scope.DOCUMENT && rule.code().startsWith("geojson.");
      if (feature && !NOT_HERE.contains(rule.code())) {
        assertThat(met).as("rules that were broken").containsKey(rule);
      }
    }
  }

  private boolean rarely() {
    return random.nextInt(14) == 0;
  }

  private JsonNode item() {
    return rarely() ? geometry(2) : feature();
  }

  private ObjectNode feature() {
    ObjectNode feature = NODES.objectNode();
    if (!rarely()) {
      feature.put("type", rarely() ? "feature" : "Feature");
    }
    if (!rarely()) {
      feature.set("geometry", rarely() ? oddity() : geometry(2));
    }
    if (!rarely()) {
      feature.set("properties", rarely() ? oddity() : NODES.objectNode().put("coordinates", 1));
    }
    if (random.nextInt(4) == 0) {
      feature.set("id", rarely() ? oddity() : NODES.stringNode("a"));
    }
    common(feature);
    if (rarely()) {
      feature.set(
          List.of("coordinates", "geometries", "features", "title").get(random.nextInt(4)),
          oddity());
    }
    return feature;
  }

  /** What features and geometries may both have. */
  private void common(ObjectNode object) {
    if (random.nextInt(5) == 0) {
      object.set(
          "bbox", rarely() ? oddity() : numbers(rarely() ? 5 : random.nextBoolean() ? 4 : 6));
    }
    if (rarely()) {
      object.set("crs", oddity());
    }
  }

  private JsonNode geometry(int depth) {
    if (depth > 0 && random.nextInt(6) == 0) {
      ArrayNode members = NODES.arrayNode();
      for (int i = random.nextInt(4); i > 0; i--) {
        members.add(rarely() ? oddity() : geometry(depth - 1));
      }
      return dressed("GeometryCollection", "geometries", rarely() ? oddity() : members);
    }
    String type = TYPES.get(random.nextInt(TYPES.size()));
    return dressed(type, "coordinates", coordinates(type));
  }

  private ObjectNode dressed(String type, String name, JsonNode value) {
    ObjectNode geometry = NODES.objectNode();
    boolean first = random.nextBoolean();
    if (first && !rarely()) {
      geometry.put("type", rarely() ? "Circle" : type);
    }
    if (!rarely()) {
      geometry.set(name, value);
    }
    if (!first) {
      geometry.put("type", type);
    }
    common(geometry);
    if (rarely()) {
      List<String> odd = List.of("geometry", "properties", "features", "coordinates", "geometries");
      String other = odd.get(random.nextInt(odd.size()));
      if (!geometry.has(other)) {
        geometry.set(other, NODES.arrayNode());
      }
    }
    return geometry;
  }

  private JsonNode coordinates(String type) {
    if (rarely()) {
      return rarely() ? NODES.arrayNode() : oddity();
    }
    return switch (type) {
      case "Point" -> position();
      case "MultiPoint", "LineString" -> positions(false);
      case "MultiLineString" -> list(() -> positions(false));
      case "Polygon" -> list(() -> positions(true));
      default -> list(() -> rarely() ? oddity() : list(() -> positions(true)));
    };
  }

  private interface Made {
    JsonNode make();
  }

  private ArrayNode list(Made element) {
    ArrayNode list = NODES.arrayNode();
    for (int i = rarely() ? 0 : 1 + random.nextInt(3); i > 0; i--) {
      list.add(element.make());
    }
    return list;
  }

  private JsonNode positions(boolean ring) {
    if (rarely()) {
      return oddity();
    }
    ArrayNode positions = NODES.arrayNode();
    for (int i = rarely() ? 0 : 1 + random.nextInt(5); i > 0; i--) {
      positions.add(position());
      if (random.nextInt(6) == 0) {
        positions.add(positions.get(random.nextInt(positions.size())).deepCopy());
      }
    }
    if (ring && !positions.isEmpty() && !rarely()) {
      positions.add(positions.get(0).deepCopy());
    }
    return positions;
  }

  private JsonNode position() {
    if (random.nextInt(60) == 0) {
      return oddity();
    }
    ArrayNode position =
        numbers(random.nextInt(40) == 0 ? random.nextInt(6) : 2 + random.nextInt(30) / 29);
    if (random.nextInt(80) == 0) {
      position.add(oddity());
    }
    return position;
  }

  private ArrayNode numbers(int count) {
    ArrayNode numbers = NODES.arrayNode();
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(20)) {
        case 0 -> numbers.add(random.nextInt(800) - 400);
        case 1 -> numbers.add(random.nextDouble() * 90);
        default -> numbers.add(random.nextInt(7));
      }
    }
    return numbers;
  }

  private JsonNode oddity() {
    return switch (random.nextInt(7)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(true);
      case 2 -> NODES.stringNode("x");
      case 3 -> NODES.numberNode(7);
      case 4 -> NODES.objectNode();
      case 5 -> NODES.arrayNode().add(NODES.arrayNode().add(1).add(2));
      default -> NODES.arrayNode().add("y");
    };
  }
}
