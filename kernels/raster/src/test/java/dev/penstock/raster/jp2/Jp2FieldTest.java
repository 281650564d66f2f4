package dev.penstock.raster.jp2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.crs.Transform;
import dev.penstock.raster.Gdal;
import dev.penstock.raster.jpeg2000.PureDecoder;
import dev.penstock.raster.jpeg2000.Rect;
import dev.penstock.raster.measure.Expression;
import dev.penstock.raster.measure.MeasureOptions;
import dev.penstock.raster.measure.Measurement;
import dev.penstock.raster.measure.Outline;
import dev.penstock.raster.measure.PixelRule;
import dev.penstock.raster.measure.Scene;
import dev.penstock.raster.measure.SceneBand;
import dev.penstock.raster.measure.SceneReader;
import dev.penstock.raster.opening.RasterOpener;
import dev.penstock.raster.source.FileSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A field is measured alike whichever format its scene has, and only its own pixels are decoded.
 */
class Jp2FieldTest {
  @TempDir Path folder;

  @Test
  void aFieldIsMeasuredAlikeInBothFormats() throws Exception {
    Jp2Files files = new Jp2Files(folder);
    Jp2Files.Image image = new Jp2Files.Image(Jp2Files.U16, 300, 211, 1);
    Path jp2 =
        files.plan(
            image,
            "scene.jp2",
            "-a_srs EPSG:32632 -a_ullr 399960 5400000 402960 5397890 -co REVERSIBLE=YES -co QUALITY=100 -co BLOCKXSIZE=128 -co BLOCKYSIZE=128");
    files.write();
    Path tiff = folder.resolve("scene.tif");
    Gdal.run("gdal_translate", "-q", jp2.toString(), tiff.toString());
    List<Rect> decoded = new CopyOnWriteArrayList<>();
    PureDecoder decoder = new PureDecoder();
    RasterOpener opener =
        new RasterOpener(
            null,
            request -> {
              decoded.add(request.region());
              return decoder.decode(request);
            });
    Measurement byJp2 = measure(opener, jp2);
    Measurement byTiff = measure(opener, tiff);
    assertThat(byJp2).usingRecursiveComparison().isEqualTo(byTiff);
    assertThat(byJp2.statistics()).isPresent();
    // 40 x 30 pixels, and the one that a corner may touch; they lie in two tiles.
    assertThat(decoded).hasSize(2);
    assertThat(decoded.stream().mapToInt(r -> r.width() * r.height()).sum()).isBetween(1200, 1400);
  }

  private static Measurement measure(RasterOpener opener, Path file) throws Exception {
    double[] ring = {400960, 5399600, 401360, 5399600, 401360, 5399300, 400960, 5399300};
    Transform.between(CrsCatalog.standard().get(CrsCode.epsg(32632)), CrsCatalog.crs84())
        .apply(ring, 0, 4, 2);
    try (FileSource source = FileSource.open(file)) {
      Scene scene = new Scene(Map.of("red", SceneBand.of(source)), Optional.empty());
      return SceneReader.opening(opener, PixelRule.EXACT)
          .read(Outline.of(ring), scene, Set.of("red"))
          .measure(Expression.of("red / 2"), MeasureOptions.DEFAULT);
    }
  }
}
