package dev.penstock.raster.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.Access;
import dev.penstock.raster.source.BlockCache;
import dev.penstock.raster.source.Deadline;
import dev.penstock.raster.source.JdkSender;
import dev.penstock.raster.source.RangeServer;
import dev.penstock.raster.source.RangeServer.Trouble;
import dev.penstock.raster.tiff.RasterFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/** A field in a scene, from bytes behind HTTP to figures. */
class SceneReaderTest {
  private static final Set<String> BANDS = Set.of("red", "nir");
  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  /** 46 by 46 pixels within one block, turned so that its edges cut through pixels. */
  private static final double[] FARM = {120.3, 100.2, 165.8, 104.1, 162.2, 149.6, 117.7, 145.9};

  @TempDir static Path folder;
  private static SyntheticScene truth = new SyntheticScene(Path.of(""));
  private static Map<String, byte[]> files = Map.of();

  private final JdkSender sender = new JdkSender();
  private final RangeServer server = new RangeServer();
  private final Access access = Access.of(sender);
  private URI base = URI.create("/");

  SceneReaderTest() throws IOException {}

  @BeforeAll
  static void write() throws IOException {
    truth = new SyntheticScene(folder);
    files =
        Map.of("red", truth.cog("red"), "nir", truth.cog("nir"), "classes", truth.cog("classes"));
  }

  @BeforeEach
  void put() {
    files.forEach((name, bytes) -> base = server.put(name, bytes));
  }

  @AfterEach
  void close() {
    server.close();
    sender.close();
  }

  private Scene scene() {
    Deadline deadline = Deadline.in(Duration.ofSeconds(20));
    Optional<Reflectance> reflectance = Optional.of(Reflectance.sentinel2(-1000));
    return new Scene(
        Map.of(
            "red",
            new SceneBand(access.source(base.resolve("red"), deadline), 0, reflectance),
            "nir",
            new SceneBand(access.source(base.resolve("nir"), deadline), 0, reflectance)),
        Optional.of(access.source(base.resolve("classes"), deadline)));
  }

  private static Measurement measure(Field field) {
    return field.measure(VegetationIndex.NDVI.expression(), MeasureOptions.DEFAULT);
  }

  /** The same figures, by JTS and one plain loop. */
  private Measurement.Shares expected(double[] pixels, double[] meanAndCoverage) {
    GeometryFactory jts = new GeometryFactory();
    Coordinate[] ring = new Coordinate[pixels.length / 2 + 1];
    for (int i = 0; i < ring.length; i++) {
      int at = 2 * i % pixels.length;
      ring[i] = new Coordinate(pixels[at], pixels[at + 1]);
    }
    Geometry polygon = jts.createPolygon(ring);
    double valid = 0;
    double clouded = 0;
    double nothing = 0;
    double sum = 0;
    double reached = 0;
    for (int y = 0; y < SyntheticScene.SIZE; y++) {
      for (int x = 0; x < SyntheticScene.SIZE; x++) {
        var pixel = jts.toGeometry(new Envelope(x, x + 1, y, y + 1));
        if (!polygon.getEnvelopeInternal().intersects(pixel.getEnvelopeInternal())) {
          continue;
        }
        double weight = polygon.intersection(pixel).getArea();
        int at = y * SyntheticScene.SIZE + x;
        int number = truth.classes[y / 2 * (SyntheticScene.SIZE / 2) + x / 2];
        if (truth.red[at] == 0 || number < 2) {
          nothing += weight;
        } else if (number == 3 || number > 7) {
          clouded += weight;
        } else {
          double red = (truth.red[at] - 1000) * 1e-4;
          double nir = (truth.nir[at] - 1000) * 1e-4;
          double ndvi = (nir - red) / (nir + red);
          valid += weight;
          sum += weight * ndvi;
          reached += ndvi >= 0.3 ? weight : 0;
        }
      }
    }
    double all = polygon.getArea();
    meanAndCoverage[0] = sum / valid;
    meanAndCoverage[1] = reached / valid;
    double outside = (all - valid - clouded - nothing) / all;
    return new Measurement.Shares(valid / all, clouded / all, nothing / all, outside, 0);
  }

  private void agrees(double[] pixels) throws Exception {
    Field field =
        new SceneReader(PixelRule.EXACT, null).read(SyntheticScene.outline(pixels), scene(), BANDS);
    Measurement measured = measure(field);
    double[] meanAndCoverage = new double[2];
    Measurement.Shares expected = expected(pixels, meanAndCoverage);
    Measurement.Shares shares = measured.shares();
    assertThat(shares.valid()).isCloseTo(expected.valid(), CLOSE);
    assertThat(shares.clouded()).isCloseTo(expected.clouded(), CLOSE);
    assertThat(shares.nothing()).isCloseTo(expected.nothing(), CLOSE);
    assertThat(shares.outside()).isCloseTo(expected.outside(), CLOSE);
    assertThat(measured.statistics().orElseThrow().mean()).isCloseTo(meanAndCoverage[0], CLOSE);
    assertThat(measured.coverage().orElseThrow()).isCloseTo(meanAndCoverage[1], CLOSE);
    assertThat(field.clouded(SceneClasses.SENTINEL_2)).isGreaterThanOrEqualTo(shares.clouded());
  }

  @Test
  void aFieldMeasuresWhatAPlainLoopOverItsPixelsMeasures() throws Exception {
    agrees(FARM);
  }

  @Test
  void cloudsNothingAndWhatLiesOutsideAreToldApart() throws Exception {
    // Clouds in its middle, the empty rows below.
    agrees(new double[] {560.5, 950.5, 800.1, 960.2, 790.7, 1050.3, 570.4, 1040.9});
    // Over the upper left corner, where shadows are.
    agrees(new double[] {-20.5, -10.2, 100.4, 3.3, 80.8, 90.1, -5.5, 70.7});
  }

  @Test
  void aFieldInOneBlockCostsTwoRequestsABand() throws Exception {
    new SceneReader(PixelRule.EXACT, null).read(SyntheticScene.outline(FARM), scene(), BANDS);
    for (String file : List.of("red", "nir")) {
      assertThat(server.requests().stream().filter(r -> r.startsWith("GET /" + file))).hasSize(2);
    }
    assertThat(server.requests()).allMatch(request -> request.startsWith("GET "));
    assertThat(server.requests()).hasSizeLessThanOrEqualTo(6);

    // The heads are known now.
    server.forget();
    new SceneReader(PixelRule.EXACT, null).read(SyntheticScene.outline(FARM), scene(), BANDS);
    assertThat(server.requests().stream().filter(r -> r.startsWith("GET /red"))).hasSize(1);
    assertThat(server.requests().stream().filter(r -> r.startsWith("GET /nir"))).hasSize(1);
  }

  @Test
  void aHundredFieldsAtOnceReadEachBlockOnce() throws Exception {
    new SceneReader(PixelRule.EXACT, null).read(SyntheticScene.outline(FARM), scene(), BANDS);
    server.forget();
    BlockCache<byte[]> cache = RasterFile.cache(64 << 20);
    SceneReader reader = new SceneReader(PixelRule.EXACT, cache);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        double x = 10 + i % 10 * 140;
        double y = 10 + i / 10 * 95;
        Outline field = SyntheticScene.outline(x, y, x + 40, y, x + 40, y + 40, x, y + 40);
        all.add(threads.submit(() -> measure(reader.read(field, scene(), BANDS))));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    List<String> requests = server.requests();
    assertThat(requests).doesNotHaveDuplicates();
    // Three by two blocks of each band hold the fields; neighbours may come together.
    assertThat(requests.stream().filter(r -> r.startsWith("GET /red"))).hasSizeLessThanOrEqualTo(6);
    assertThat(requests.stream().filter(r -> r.startsWith("GET /nir"))).hasSizeLessThanOrEqualTo(6);
  }

  @Test
  void everyTroubleOfAHostEndsInTheRightFigureOrInItsName() throws Exception {
    Outline farm = SyntheticScene.outline(FARM);
    Measurement right = measure(new SceneReader(PixelRule.EXACT, null).read(farm, scene(), BANDS));
    List<Trouble> troubles =
        List.of(
            new Trouble.Status(429, Map.of("Retry-After", "0")),
            new Trouble.Status(500),
            new Trouble.Status(403),
            new Trouble.Status(404),
            new Trouble.Cut(),
            new Trouble.Whole(),
            new Trouble.Shifted());
    for (Trouble trouble : troubles) {
      server.trouble(trouble);
      try {
        assertThat(measure(new SceneReader(PixelRule.EXACT, null).read(farm, scene(), BANDS)))
            .usingRecursiveComparison()
            .isEqualTo(right);
        assertThat(trouble).isNotInstanceOfAny(Trouble.Whole.class, Trouble.Shifted.class);
      } catch (RasterException e) {
        assertThat(e.fault()).isIn(Fault.DENIED, Fault.NOT_FOUND, Fault.NO_RANGES);
      }
    }
  }

  @Test
  void aSceneThatChangesIsRefusedAndReadAnewTheNextTime() throws Exception {
    Outline farm = SyntheticScene.outline(FARM);
    SceneReader reader = new SceneReader(PixelRule.EXACT, null);
    Measurement before = measure(reader.read(farm, scene(), BANDS));
    byte[] nir = files.getOrDefault("nir", new byte[0]);
    server.put("red", nir);
    RasterException changed =
        catchThrowableOfType(RasterException.class, () -> reader.read(farm, scene(), BANDS));
    assertThat(changed.fault()).isEqualTo(Fault.CHANGED);
    Measurement after = measure(reader.read(farm, scene(), BANDS));
    assertThat(after.statistics().orElseThrow().mean()).isZero();
    assertThat(before.statistics().orElseThrow().mean()).isNotZero();
  }

  @Test
  void aFieldOutsideTheSceneCostsNoPixels() throws Exception {
    Field field =
        new SceneReader(PixelRule.EXACT, null)
            .read(SyntheticScene.outline(1600, 0, 1640, 0, 1640, 40), scene(), BANDS);
    Measurement measured = measure(field);
    assertThat(measured.shares().outside()).isEqualTo(1);
    assertThat(measured.statistics()).isEmpty();
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void reflectancesBelowTheirFloorAreCounted() throws Exception {
    Optional<Reflectance> dark = Optional.of(Reflectance.sentinel2(-1700));
    Deadline deadline = Deadline.in(Duration.ofSeconds(20));
    Scene scene =
        new Scene(
            Map.of(
                "red",
                new SceneBand(access.source(base.resolve("red"), deadline), 0, dark),
                "nir",
                new SceneBand(access.source(base.resolve("nir"), deadline), 0, dark)),
            Optional.empty());
    Measurement measured =
        measure(
            new SceneReader(PixelRule.EXACT, null)
                .read(SyntheticScene.outline(FARM), scene, BANDS));
    assertThat(measured.shares().valid()).isCloseTo(1, CLOSE);
    assertThat(measured.shares().floored()).isBetween(0.5, 1.0);
    assertThat(measured.statistics().orElseThrow().max()).isEqualTo(1);
  }
}
