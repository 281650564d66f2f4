package dev.penstock.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrientationTest {

  private static int exactly(double[] xy) {
    BigDecimal[] v = new BigDecimal[6];
    for (int i = 0; i < 6; i++) {
      v[i] = new BigDecimal(xy[i]);
    }
    BigDecimal left = v[0].subtract(v[4]).multiply(v[3].subtract(v[5]));
    BigDecimal right = v[1].subtract(v[5]).multiply(v[2].subtract(v[4]));
    return left.compareTo(right);
  }

  @Test
  void theSideOfAPointIsExactHoweverCloseItLies() {
    Random random = new Random(1997);
    int onLine = 0;
    for (int i = 0; i < Rounds.of(100_000); i++) {
      double[] xy = new double[6];
      double scale = Math.scalb(1.0, random.nextInt(60) - 30);
      for (int k = 0; k < 4; k++) {
        xy[k] = random.nextBoolean() ? random.nextDouble() * scale : random.nextInt(16);
      }
      double t = random.nextInt(9) / 8.0;
      xy[4] = nudged(xy[0] + t * (xy[2] - xy[0]), random);
      xy[5] = nudged(xy[1] + t * (xy[3] - xy[1]), random);
      int expected = exactly(xy);
      onLine += expected == 0 ? 1 : 0;
      assertThat(Orientation.of(xy, 0, 1, 2)).as("%s", Arrays.toString(xy)).isEqualTo(expected);
      assertThat(Orientation.of(xy, 1, 0, 2))
          .as("%s turned", Arrays.toString(xy))
          .isEqualTo(-expected);
    }
    assertThat(onLine).isPositive();
  }

  private static double nudged(double value, Random random) {
    // Next to 0 are numbers whose products are too small for any double.
    return switch (value == 0 ? 2 : random.nextInt(4)) {
      case 0 -> Math.nextUp(value);
      case 1 -> Math.nextDown(value);
      default -> value;
    };
  }
}
