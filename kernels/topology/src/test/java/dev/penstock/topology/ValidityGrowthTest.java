package dev.penstock.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Four times the input takes at most about four times the work, whatever its form. */
class ValidityGrowthTest {

  private static void growsLikeItsInput(IntFunction<Shapes> shapes, int n) {
    ValidityCheck check = new ValidityCheck();
    FlatRings small = shapes.apply(n).flat();
    assertThat(check.check(small).valid()).isTrue();
    long before = check.steps();
    FlatRings large = shapes.apply(4 * n).flat();
    assertThat(check.check(large).valid()).isTrue();
    double times = check.steps() / (double) before;
    double larger = large.ordinates().length / (double) small.ordinates().length;
    assertThat(times / larger).as("%d steps before, %d now", before, check.steps()).isLessThan(1.8);
  }

  @Test
  void squaresThatTouchAtTheirCorners() {
    growsLikeItsInput(
        n -> {
          Shapes shapes = new Shapes();
          int side = (int) Math.sqrt(n);
          for (int i = 0; i < side * side; i++) {
            int row = i / side;
            if ((i % side + row) % 2 == 0) {
              shapes.shell(Shapes.square(i % side, row, 1));
            }
          }
          return shapes;
        },
        10_000);
  }

  @Test
  void aCombWithLongTeeth() {
    growsLikeItsInput(n -> new Shapes().shell(comb(n, 1_000)), 10_000);
  }

  @Test
  void holesBetweenTheTeethOfAComb() {
    growsLikeItsInput(
        n -> {
          Shapes shapes = new Shapes().shell(comb(n, 10));
          for (int i = 0; i < n; i++) {
            shapes.hole(Shapes.square(2 * i + 0.25, 3 + i % 5, 0.5));
          }
          return shapes;
        },
        5_000);
  }

  /** A polygon of n teeth, one unit wide and one apart. */
  private static double[] comb(int n, double height) {
    double[] ring = new double[8 * n + 4];
    int at = 0;
    for (int i = 0; i < n; i++) {
      double x = 2 * i;
      for (double number : new double[] {x, 1, x, height, x + 1, height, x + 1, 1}) {
        ring[at++] = number;
      }
    }
    ring[at] = 2 * n;
    return ring;
  }

  @Test
  void manySmallPolygonsInRows() {
    growsLikeItsInput(
        n -> {
          Shapes shapes = new Shapes();
          for (int i = 0; i < n; i++) {
            int row = i / 100;
            shapes.shell(Shapes.square(3 * (i % 100), 3 * row, 1));
          }
          return shapes;
        },
        20_000);
  }
}
