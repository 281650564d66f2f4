package dev.penstock.crs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTest {

  private static final Offset<Double> NANOMETRES = within(5e-9);
  private static final Crs CRS84 = CrsCatalog.crs84();

  private static Crs crs(int epsg) {
    return CrsCatalog.standard().get(CrsCode.epsg(epsg));
  }

  private static Transform to(int epsg) {
    return Transform.between(CRS84, crs(epsg));
  }

  @ParameterizedTest
  @CsvSource({
    // Places whose coordinates show at a glance which number is which.
    "4326, 13.4, 52.5, 13.4, 52.5",
    "4258, 13.4, 52.5, 13.4, 52.5",
    "3857, 180, 0, 20037508.342789244, 0",
    "3035, 10, 52, 4321000, 3210000",
    "2193, 173, 0, 1600000, 10000000",
    "32633, 15, 0, 500000, 0",
    "32733, 15, 0, 500000, 10000000",
    "2180, 19, 0, 500000, -5300000",
    "6677, 139.833333333333, 36, 0, 0",
    "3006, 15, 0, 500000, 0"
  })
  void xIsEastAndYIsNorthWhateverTheAuthoritySays(
      int epsg, double longitude, double latitude, double x, double y) {
    double[] position = {longitude, latitude};
    assertThat(to(epsg).apply(position, 0, 1, 2)).isEqualTo(-1);
    assertThat(position[0]).isCloseTo(x, NANOMETRES);
    assertThat(position[1]).isCloseTo(y, NANOMETRES);
  }

  @Test
  void onlyXAndYOfTheRangeAreTouched() {
    double[] ordinates = {1, 2, 10, 50, 7, 8, 11, 51, 9, 10, 3, 4};
    assertThat(to(3857).apply(ordinates, 2, 2, 4)).isEqualTo(-1);
    assertThat(ordinates).startsWith(1, 2).endsWith(9, 10, 3, 4);
    assertThat(new double[] {ordinates[4], ordinates[5]}).containsExactly(7, 8);
    assertThat(ordinates[6]).isCloseTo(1224514.3987260093, within(1e-6));
  }

  @Test
  void theSameSystemIsTheIdentity() {
    Transform transform = Transform.between(crs(4326), CRS84);
    double[] ordinates = {200, 100};
    assertThat(transform.identity()).isTrue();
    assertThat(transform.apply(ordinates, 0, 1, 2)).isEqualTo(-1);
    assertThat(ordinates).containsExactly(200, 100);
    assertThat(to(3857).identity()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {3857, 32633, 3035, 27700, 4258, 3413})
  void theFirstPositionWithoutAnImageIsReported(int epsg) {
    double[][] bad = {
      {10, 90.5},
      {10, -90.5},
      {180.1, 50},
      {-181, 50},
      {Double.NaN, 50},
      {10, Double.NaN},
      {Double.POSITIVE_INFINITY, 50},
      {10, Double.NEGATIVE_INFINITY}
    };
    for (double[] position : bad) {
      double[] ordinates = {5, 61, 6, 62, position[0], position[1], Double.NaN, 3};
      assertThat(to(epsg).apply(ordinates, 0, 4, 2)).isEqualTo(2);
      assertThat(to(epsg).apply(position.clone(), 0, 1, 2)).isZero();
    }
  }

  @Test
  void aPoleHasNoImageInMercatorButOneInTransverseMercator() {
    assertThat(to(3857).apply(new double[] {0, 90}, 0, 1, 2)).isZero();
    assertThat(to(3857).apply(new double[] {0, -90}, 0, 1, 2)).isZero();
    double[] pole = {77, 90};
    assertThat(to(32633).apply(pole, 0, 1, 2)).isEqualTo(-1);
    assertThat(pole[0]).isCloseTo(500_000, NANOMETRES);
    assertThat(pole[1]).isCloseTo(9997964.943, within(0.001));
  }

  @ParameterizedTest
  @CsvSource({"105, 0", "-75, 0", "104.9, 0.001"})
  void transverseMercatorEndsAQuarterOfTheEquatorAway(double longitude, double latitude) {
    assertThat(to(32633).apply(new double[] {longitude, latitude}, 0, 1, 2)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "3857, 1e300, 0",
    "32633, 1e9, 0",
    "32633, 500000, 1e9",
    "32633, NaN, 0",
    "3857, 0, NaN"
  })
  void aPlanePositionOffTheEarthIsReported(int epsg, double x, double y) {
    Transform home = Transform.between(crs(epsg), CRS84);
    assertThat(home.apply(new double[] {500_000, 10, x, y}, 0, 2, 2)).isEqualTo(1);
  }

  @Test
  void ofTwoFailuresInTheTwoHalvesOfATransformTheFirstPositionCounts() {
    // Position 1 has no image in UTM, position 2 is not even a position in Mercator.
    double[] ordinates = {1.6e6, 5e6, 1.16e7, 0, Double.NaN, 0};
    assertThat(Transform.between(crs(3857), crs(32633)).apply(ordinates, 0, 3, 2)).isEqualTo(1);
  }

  @Test
  void aRangeBeyondTheArrayIsOurBug() {
    double[] ordinates = {1, 2, 3};
    for (Transform transform : new Transform[] {to(4326), to(4258), to(3857), to(2154)}) {
      assertThatThrownBy(() -> transform.apply(ordinates, 2, 1, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3857, 32633, 25832, 2193, 3035, 27700, 2154, 28992, 2263})
  void thereAndBackIsWhereItWas(int epsg) {
    Crs crs = crs(epsg);
    Area area = crs.area();
    Random random = new Random(epsg);
    double[] before = new double[3 * 1000];
    for (int i = 0; i < before.length; i += 3) {
      before[i] = area.west() + (area.east() - area.west()) * random.nextDouble();
      before[i + 1] = area.south() + (area.north() - area.south()) * random.nextDouble();
      before[i + 2] = i;
    }
    double[] after = before.clone();
    assertThat(Transform.between(CRS84, crs).apply(after, 0, 1000, 3)).isEqualTo(-1);
    assertThat(Transform.between(crs, CRS84).apply(after, 0, 1000, 3)).isEqualTo(-1);
    double largest = 0;
    for (int i = 0; i < before.length; i++) {
      largest = Math.max(largest, Math.abs(after[i] - before[i]));
    }
    // About four millimetres, seen far from Britain in EPSG:27700; the others stay below one.
    assertThat(largest).isLessThan(4e-8);
  }

  @Test
  void twoPlanesAreChainedThroughLongitudeAndLatitude() {
    double[] direct = {14.9, 50};
    double[] chained = {14.9, 50};
    assertThat(to(32632).apply(direct, 0, 1, 2)).isEqualTo(-1);
    assertThat(to(32633).apply(chained, 0, 1, 2)).isEqualTo(-1);
    Transform between = Transform.between(crs(32633), crs(32632));
    assertThat(between.apply(chained, 0, 1, 2)).isEqualTo(-1);
    assertThat(chained).containsExactly(direct, within(2e-8));
  }
}
