package dev.penstock.raster.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);

  private static MeasureOptions options(Histogram.Bins bins, Double... percentiles) {
    return new MeasureOptions(SceneClasses.SENTINEL_2, 0.3, List.of(percentiles), bins);
  }

  @Test
  void equalWeightsGiveTheUsualFigures() {
    double[] values = {3, 1, 4, 1, 5};
    double[] weights = {2, 2, 2, 2, 2};
    Statistics statistics =
        Statistics.of(
            values, weights, options(new Histogram.Bins(0, 4, 4), 0.0, 25.0, 50.0, 90.0, 100.0));
    assertThat(statistics.count()).isEqualTo(5);
    assertThat(statistics.weight()).isEqualTo(10);
    assertThat(statistics.mean()).isCloseTo(2.8, CLOSE);
    assertThat(statistics.deviation()).isCloseTo(1.6, CLOSE);
    assertThat(statistics.min()).isEqualTo(1);
    assertThat(statistics.max()).isEqualTo(5);
    // As numpy.percentile([3, 1, 4, 1, 5], [0, 25, 50, 90, 100]) has them.
    double[] expected = {1, 1, 3, 4.6, 5};
    for (int i = 0; i < expected.length; i++) {
      assertThat(statistics.percentiles().get(i)).isCloseTo(expected[i], CLOSE);
    }
    assertThat(statistics.histogram().counts()).containsExactly(0, 4, 0, 4);
    assertThat(statistics.histogram().above()).isEqualTo(2);
    assertThat(statistics.histogram().below()).isZero();
  }

  @Test
  void weightsCountAsOftenAsTheySay() {
    double[] values = {0.2, 0.8};
    double[] weights = {3, 1};
    Statistics statistics =
        Statistics.of(values, weights, options(new Histogram.Bins(-1, 1, 2), 50.0));
    assertThat(statistics.mean()).isCloseTo(0.35, CLOSE);
    assertThat(statistics.deviation()).isCloseTo(Math.sqrt(0.0675), CLOSE);
  }

  @Test
  void percentilesDoNotDependOnTheOrderAndLieWithinTheValues() {
    Random random = new Random(4);
    for (int round = 0; round < 200; round++) {
      int n = 1 + random.nextInt(50);
      double[] values = random.doubles(n).toArray();
      double[] weights = random.doubles(n, 0.01, 1).toArray();
      List<Double> wanted = List.of(0.0, 10.0, 50.0, 99.0, 100.0);
      List<Double> found = Statistics.percentiles(values, weights, wanted);
      assertThat(found).isSorted();
      assertThat(found.getFirst()).isCloseTo(Arrays.stream(values).min().orElseThrow(), CLOSE);
      assertThat(found.getLast()).isCloseTo(Arrays.stream(values).max().orElseThrow(), CLOSE);
      double[] turned = new double[n];
      double[] turnedWeights = new double[n];
      for (int i = 0; i < n; i++) {
        turned[i] = values[n - 1 - i];
        turnedWeights[i] = weights[n - 1 - i];
      }
      List<Double> again = Statistics.percentiles(turned, turnedWeights, wanted);
      for (int i = 0; i < wanted.size(); i++) {
        assertThat(again.get(i)).isCloseTo(found.get(i), CLOSE);
      }
    }
  }
}
