package dev.penstock.raster.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpressionTest {

  private static double value(String formula, double... bands) {
    List<double[]> columns = Arrays.stream(bands).mapToObj(band -> new double[] {band}).toList();
    return Expression.of(formula).evaluate(columns, 1)[0];
  }

  private static Expression.Refused refused(String formula) {
    return (Expression.Refused) Expression.parse(formula);
  }

  @Test
  void formulasAreComputedAsTheyAreWritten() {
    assertThat(value("1 + 2 * 3")).isEqualTo(7);
    assertThat(value("(1 + 2) * 3")).isEqualTo(9);
    assertThat(value("10 - 2 - 3")).isEqualTo(5);
    assertThat(value("16 / 4 / 2")).isEqualTo(2);
    assertThat(value("2 ^ 3 ^ 2")).isEqualTo(512);
    assertThat(value("-2 ^ 2")).isEqualTo(-4);
    assertThat(value("2 ^ -1")).isEqualTo(0.5);
    assertThat(value("- -3")).isEqualTo(3);
    assertThat(value("1.5e2 + .5")).isEqualTo(150.5);
    assertThat(value("min(3, max(1, 2)) + abs(-4) + sqrt(9)")).isEqualTo(9);
    assertThat(value("clamp(7, 0, 1) + clamp(-7, 0, 1)")).isEqualTo(1);
    assertThat(value("where(red > 0.2, 5, 6)", 0.3)).isEqualTo(5);
    assertThat(value("where(red > 0.2, 5, 6)", 0.1)).isEqualTo(6);
    assertThat(value("where(red > 0.2, 5, 6)", Double.NaN)).isNaN();
    assertThat(value("(red >= 1) + (red <= 1) + (red == 1) + (red != 1)", 1)).isEqualTo(3);
    assertThat(value("exp(log(red))", 2.0)).isEqualTo(2);
  }

  @Test
  void bandsAreTakenInTheOrderInWhichTheyAppear() {
    assertThat(VegetationIndex.NDVI.expression().names()).containsExactly("nir", "red");
    assertThat(value("(nir - red) / (nir + red)", 0.4, 0.1)).isEqualTo(0.6000000000000001);
    assertThat(VegetationIndex.EVI.expression().names()).containsExactly("nir", "red", "blue");
    assertThat(VegetationIndex.named("savi")).contains(VegetationIndex.SAVI);
    assertThat(value(VegetationIndex.SAVI.expression().toString(), 0.5, 0.1))
        .isEqualTo(1.5 * 0.4 / 1.1);
  }

  @Test
  void whatIsNoFormulaIsRefusedWithItsPlace() {
    assertThat(refused("").message()).contains("ends too early");
    assertThat(refused("red +").at()).isEqualTo(5);
    assertThat(refused("red $ nir").at()).isEqualTo(4);
    assertThat(refused("system(1)").message()).contains("no function system");
    assertThat(refused("min(1)").message()).contains("1 arguments");
    assertThat(refused("1e").message()).contains("Not a number");
    assertThat(refused("(red").message()).contains("')' is missing");
    assertThat(refused("1 < 2 < 3").message()).contains("follows");
  }

  @Test
  void largeFormulasAreRefused() {
    assertThat(refused("(".repeat(200) + "1" + ")".repeat(200)).message()).contains("deeply");
    assertThat(refused("-".repeat(400) + "1").message()).contains("deeply");
    assertThat(refused("1+".repeat(400) + "1").message()).contains("500 characters");
    assertThat(Expression.parse("1+".repeat(249) + "1")).isInstanceOf(Expression.Formula.class);
    StringBuilder many = new StringBuilder("a0");
    for (int i = 1; i < 17; i++) {
      many.append("+a").append(i);
    }
    assertThat(refused(many.toString()).message()).contains("at most 16 bands");
  }

  @Test
  void noTextBreaksTheParser() {
    Random random = new Random(9);
    String signs = "red nir()+-*/^<>=!,.0123e minabsqrtwhere";
    for (int round = 0; round < 100_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(20); i >= 0; i--) {
        text.append(signs.charAt(random.nextInt(signs.length())));
      }
      if (Expression.parse(text.toString()) instanceof Expression.Formula formula) {
        int bands = formula.expression().names().size();
        List<double[]> columns =
            IntStream.range(0, bands).mapToObj(i -> new double[] {0.5}).toList();
        assertThat(formula.expression().evaluate(columns, 1)).hasSize(1);
      }
    }
  }
}
