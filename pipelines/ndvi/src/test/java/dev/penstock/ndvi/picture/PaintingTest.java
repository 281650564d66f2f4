package dev.penstock.ndvi.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.raster.measure.IndexPixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures, read by the JDK's own reader of PNG. */
class PaintingTest {
  private static Chip chip(int width, double... values) {
    boolean[] clouded = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      clouded[i] = values[i] == 9;
    }
    return Chip.of(new IndexPixels(width, values.length / width, values, clouded));
  }

  private static BufferedImage drawn(Painting painting, Chip chip) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(painting.png(chip)));
  }

  @Test
  void eachPixelHasTheColourOfItsValueAndNothingIsTransparent() throws Exception {
    Chip chip = chip(2, -1, 1, Double.NaN, 9);
    BufferedImage image = drawn(new Painting(Ramp.GREY, false, 3, false), chip);
    assertThat(image.getWidth()).isEqualTo(6);
    assertThat(image.getHeight()).isEqualTo(6);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xff000000);
    assertThat(image.getRGB(5, 2)).isEqualTo(0xffffffff);
    assertThat(image.getRGB(0, 5) >>> 24).isZero();
    assertThat(image.getRGB(5, 5)).isEqualTo(0xffdfe7f2);
  }

  @Test
  void stretchedColoursSpanTheFieldsOwnValues() throws Exception {
    Chip chip = chip(2, 0.4, 0.5);
    BufferedImage image = drawn(new Painting(Ramp.GREY, true, 1, false), chip);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xff000000);
    assertThat(image.getRGB(1, 0)).isEqualTo(0xffffffff);
    assertThat(drawn(new Painting(Ramp.GREY, true, 1, false), chip(1, 0.5)).getWidth()).isOne();
  }

  @Test
  void theLegendStandsBelowAndGoesFromLowToHigh() throws Exception {
    BufferedImage image = drawn(new Painting(Ramp.GREY, false, 10, true), chip(2, 0, 0));
    assertThat(image.getHeight()).isEqualTo(10 + 16);
    int bottom = image.getHeight() - 1;
    assertThat(image.getRGB(0, bottom)).isEqualTo(0xff000000);
    assertThat(image.getRGB(19, bottom)).isEqualTo(0xffffffff);
  }

  @Test
  void aChipIsPackedAndUnpackedAndDamageIsSeen() throws Exception {
    double[] values = new double[600 * 300];
    Arrays.setAll(values, i -> Math.sin(i / 50.0));
    Chip chip = chip(600, values);
    assertThat(chip.width()).isEqualTo(200);
    assertThat(chip.height()).isEqualTo(100);
    byte[] packed = chip.pack();
    Chip again = Chip.unpack(packed);
    assertThat(again.cells()).isEqualTo(chip.cells());
    assertThatThrownBy(() -> Chip.unpack(Arrays.copyOf(packed, 40)))
        .isInstanceOf(IOException.class);
    for (int cell = 1; cell < 202; cell++) {
      assertThat(Math.abs(Chip.value(cell))).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void everyRampIsFoundByItsName() {
    assertThat(Ramp.words()).contains("greens", "traffic", "grey");
    assertThat(Ramp.named("greens")).contains(Ramp.GREENS);
    assertThat(Ramp.named("blue")).isEmpty();
    assertThat(Ramp.GREENS.colour(0.5)).isEqualTo(0x5da338);
  }
}
