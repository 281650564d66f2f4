package dev.penstock.raster.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.raster.pixel.Window;
import dev.penstock.raster.source.FileSource;
import dev.penstock.raster.tiff.RasterFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A real scene, with figures that were computed by others. */
class LandsatTest {
  private static final Path SCENE =
      Path.of(System.getProperty("penstock.root"), "examples", "landsat7", "L7_ETMs.tif");

  @Test
  void theVegetationOfAWholeSceneIsWhatOthersMeasure() throws Exception {
    try (FileSource source = FileSource.open(SCENE)) {
      RasterFile file = RasterFile.open(source);
      Window whole = file.levels().getFirst();
      assertThat(whole).isEqualTo(new Window(0, 0, 349, 352));
      assertThat(file.bands()).isEqualTo(6);
      assertThat(file.levels()).hasSize(5);
      assertThat(file.georeference().orElseThrow().epsg()).hasValue(31985);

      Layer layer = new Layer(file);
      layer.add("red", 2, Optional.empty());
      layer.add("nir", 3, Optional.empty());
      Map<String, Field.Column> columns =
          layer.read(new SceneReader.Target(Layer.place(file), whole));
      double[] weights = new double[(int) whole.pixels()];
      Arrays.fill(weights, 1);
      Field field = Field.unclassified(new Weights(whole, weights, weights.length, 0), columns);

      Measurement measured =
          field.measure(VegetationIndex.NDVI.expression(), MeasureOptions.DEFAULT);
      Statistics statistics = measured.statistics().orElseThrow();
      assertThat(statistics.count()).isEqualTo(122_848);
      assertThat(statistics.mean()).isCloseTo(-0.0643246375, Offset.offset(5e-11));
      assertThat(statistics.min()).isCloseTo(-0.753425, Offset.offset(5e-7));
      assertThat(statistics.max()).isCloseTo(0.586667, Offset.offset(5e-7));
      assertThat(100 * measured.coverage().orElseThrow()).isCloseTo(15.252182, Offset.offset(5e-7));
      assertThat(measured.shares().valid()).isEqualTo(1);
    }
  }
}
