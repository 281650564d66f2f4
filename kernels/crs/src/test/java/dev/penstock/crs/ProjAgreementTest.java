package dev.penstock.crs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every system of the catalog against PROJ, there and back, within the tolerance that
 * docs/coordinates.md promises for it.
 */
class ProjAgreementTest {

  private static final boolean SOAK = System.getProperty("penstock.test.form", "").equals("soak");
  private static final int POSITIONS = SOAK ? 5_000 : 300;
  private static final double METRES_PER_DEGREE = 111_320;
  private static final Crs WGS84 = CrsCatalog.standard().get(CrsCode.epsg(4326));
  private static final Path DOCUMENT =
      Path.of(System.getProperty("penstock.root"), "docs", "coordinates.md");

  /** Elsewhere in its area PROJ changes to another shift for such a system, by design. */
  private static final Map<Integer, Area> ONE_SHIFT =
      Map.of(
          27700, new Area(-3, 51, 0, 54.5),
          4269, new Area(-124, 25, -67, 49),
          3338, new Area(-165, 58, -141, 71));

  private static final Map<String, Double> PROMISED = new HashMap<>();

  private static final List<String> SEEN = new ArrayList<>();

  @BeforeAll
  static void readThePromises() throws IOException {
    // | EPSG:3857 | name | way | seen out | seen back | held to | note |
    Pattern row = Pattern.compile("\\| (\\S+:\\S+) \\|.*\\|.*\\|.*\\|.*\\| ([0-9.e-]+) m \\|.*");
    for (String line : Files.readAllLines(DOCUMENT)) {
      Matcher matcher = row.matcher(line);
      if (matcher.matches()) {
        PROMISED.put(matcher.group(1), Double.valueOf(matcher.group(2)));
      }
    }
  }

  /** The figures for the table of the document, for whoever edits it. */
  @AfterAll
  static void writeDownWhatWasSeen() throws IOException {
    Files.write(Path.of("target", "agreement.tsv"), SEEN);
  }

  static Stream<Crs> systems() {
    return CrsCatalog.standard().systems().stream()
        .filter(crs -> SOAK || !isUtm(crs) || zone(crs) % 12 == 1 || zone(crs) == 60);
  }

  private static boolean isUtm(Crs crs) {
    return crs.name().startsWith("WGS 84 / UTM zone");
  }

  private static int zone(Crs crs) {
    return Integer.parseInt(crs.code().code()) % 100;
  }

  private static double promised(Crs crs) {
    String row = isUtm(crs) ? "EPSG:32601..32760" : crs.code().toString();
    Double metres = PROMISED.get(row);
    if (metres == null) {
      throw new AssertionError(DOCUMENT + " has no row for " + row);
    }
    return metres;
  }

  @ParameterizedTest
  @MethodSource("systems")
  void agreesWithProjThereAndBack(Crs crs) {
    double[] lonLat = positions(crs);
    double[] plane = Proj.transform(WGS84, crs, lonLat);
    double[] back = Proj.transform(crs, WGS84, plane);
    double out = largest(crs, plane, moved(WGS84, crs, lonLat));
    double home = largest(WGS84, back, moved(crs, WGS84, plane));
    SEEN.add(String.format(Locale.ROOT, "%s\t%s\t%.1e\t%.1e", crs.code(), way(crs), out, home));
    assertThat(out).as("from EPSG:4326, metres").isLessThanOrEqualTo(promised(crs));
    assertThat(home).as("to EPSG:4326, metres").isLessThanOrEqualTo(promised(crs));
  }

  @Test
  void transverseMercatorAgreesWithProjFarFromItsMeridian() {
    Crs utm33 = CrsCatalog.standard().get(CrsCode.epsg(32633));
    double[] lonLat = positions(new Area(15 - 60, -89, 15 + 60, 89));
    double[] plane = Proj.transform(WGS84, utm33, lonLat);
    assertThat(largest(utm33, plane, moved(WGS84, utm33, lonLat))).isLessThan(1e-7);
    double[] back = Proj.transform(utm33, WGS84, plane);
    assertThat(largest(WGS84, back, moved(utm33, WGS84, plane))).isLessThan(1e-6);
  }

  private static String way(Crs crs) {
    return Transform.between(WGS84, crs) instanceof Proj4jTransform ? "Proj4J" : "own";
  }

  @Test
  void theDocumentPromisesNothingForSystemsThatAreNotInTheCatalog() {
    List<String> codes =
        CrsCatalog.standard().systems().stream().map(crs -> crs.code().toString()).toList();
    assertThat(PROMISED.keySet()).allMatch(row -> row.contains("..") || codes.contains(row));
  }

  private static double[] positions(Crs crs) {
    int number = crs.spatialRefSys().id();
    return positions(ONE_SHIFT.getOrDefault(number, crs.area()));
  }

  private static double[] positions(Area area) {
    double width = area.east() - area.west() + (area.east() < area.west() ? 360 : 0);
    Random random = new Random(3857);
    double[] positions = new double[2 * POSITIONS];
    for (int i = 0; i < positions.length; i += 2) {
      double longitude = area.west() + width * random.nextDouble();
      positions[i] = longitude > 180 ? longitude - 360 : longitude;
      positions[i + 1] = area.south() + (area.north() - area.south()) * random.nextDouble();
    }
    return positions;
  }

  private static double[] moved(Crs source, Crs target, double[] positions) {
    double[] moved = positions.clone();
    assertThat(Transform.between(source, target).apply(moved, 0, moved.length / 2, 2))
        .as("first failing position")
        .isEqualTo(-1);
    return moved;
  }

  private static double largest(Crs crs, double[] expected, double[] actual) {
    double largest = 0;
    for (int i = 0; i < expected.length; i += 2) {
      double dx = actual[i] - expected[i];
      double dy = actual[i + 1] - expected[i + 1];
      if (crs.geographic()) {
        dx *= METRES_PER_DEGREE * Math.cos(Math.toRadians(expected[i + 1]));
        dy *= METRES_PER_DEGREE;
      } else if (crs.unit().equals("US survey foot")) {
        dx *= 1200 / 3937.0;
        dy *= 1200 / 3937.0;
      }
      largest = Math.max(largest, Math.hypot(dx, dy));
    }
    return largest;
  }
}
