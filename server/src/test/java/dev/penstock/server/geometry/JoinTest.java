package dev.penstock.server.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.job.Job;
import dev.penstock.job.JobState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Features get columns of those of a published collection, by place. */
class JoinTest {
  @TempDir Path folder;
  private GeometryRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = new GeometryRig(folder);
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }

  private static String feature(String properties, String type, String coordinates) {
    return "{\"type\":\"Feature\",\"properties\":%s,\"geometry\":{\"type\":\"%s\",\"coordinates\":%s}}"
        .formatted(properties, type, coordinates);
  }

  private static String square(int name, double x, double y, double size) {
    return feature(
        "{\"cell\":\"c%d\",\"n\":%d.50}".formatted(name, name),
        "Polygon",
        "[[[%s,%s],[%s,%s],[%s,%s],[%s,%s],[%s,%s]]]"
            .formatted(x, y, x + size, y, x + size, y + size, x, y + size, x, y));
  }

  private static String collection(List<String> features) {
    return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
  }

  private List<JsonNode> joined(String collection) throws IOException {
    var properties = new ArrayList<JsonNode>();
    for (FeatureRow row : rig.features(collection)) {
      properties.add(
          JsonMapper.shared().readTree(new String(row.properties(), StandardCharsets.UTF_8)));
    }
    return properties;
  }

  @Test
  void pointsGetTheColumnsOfTheSquareTheyLieIn() throws Exception {
    var squares = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      squares.add(square(i, i % 10, Math.floorDiv(i, 10), 1));
    }
    rig.run(collection(squares), "collection=cells", "to-crs=EPSG:3857");
    var random = new Random(3);
    var points = new ArrayList<String>();
    for (int i = 0; i < 300; i++) {
      double x = 0.001 + 0.998 * random.nextDouble() + random.nextInt(12);
      double y = 0.001 + 0.998 * random.nextDouble() + random.nextInt(10);
      points.add(
          feature("{\"x\":%s,\"y\":%s}".formatted(x, y), "Point", "[%s,%s]".formatted(x, y)));
    }
    Job job =
        rig.run(collection(points), "collection=points", "join-with=cells", "join-columns=cell,n");
    assertThat(job.items().ok()).isEqualTo(300);
    assertThat(joined("points"))
        .hasSize(300)
        .allSatisfy(
            one -> {
              int column = (int) one.path("x").asDouble();
              int row = (int) one.path("y").asDouble();
              boolean inside = column < 10;
              assertThat(one.path("join_count").asInt()).isEqualTo(inside ? 1 : 0);
              assertThat(one.path("cell").asString(""))
                  .isEqualTo(inside ? "c" + (10 * row + column) : "");
            });
  }

  @Test
  void predicatesTellHowTheyMustLie() throws Exception {
    rig.run(collection(List.of(square(1, 0, 0, 10), square(2, 2, 2, 1))), "collection=nested");
    String middle = collection(List.of(square(9, 1, 1, 3)));
    rig.run(
        middle, "collection=a", "join-with=nested", "join-predicate=within", "join-columns=cell");
    assertThat(joined("a").getFirst().path("cell_").asString()).isEqualTo("c1");
    assertThat(joined("a").getFirst().path("join_count").asInt()).isEqualTo(1);
    rig.run(
        middle, "collection=b", "join-with=nested", "join-predicate=contains", "join-columns=cell");
    assertThat(joined("b").getFirst().path("cell_").asString()).isEqualTo("c2");
    rig.run(middle, "collection=c", "join-with=nested");
    assertThat(joined("c").getFirst().path("join_count").asInt()).isEqualTo(2);
  }

  @Test
  void aCollectionThatIsNotThereFailsTheJobWithItsName() throws Exception {
    Job job = rig.run(collection(List.of(square(1, 0, 0, 1))), "join-with=nowhere");
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.outcome().failure()).isNotNull();
    assertThat(job.outcome().failure().toString()).contains("nowhere");
  }
}
