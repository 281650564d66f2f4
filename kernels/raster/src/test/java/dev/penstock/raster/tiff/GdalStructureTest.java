package dev.penstock.raster.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.raster.Gdal;
import dev.penstock.raster.pixel.Affine;
import dev.penstock.raster.pixel.Georeference;
import dev.penstock.raster.pixel.LittleEndian;
import dev.penstock.raster.pixel.Nodata;
import dev.penstock.raster.pixel.SampleType;
import dev.penstock.raster.pixel.Samples;
import dev.penstock.raster.pixel.Window;
import dev.penstock.raster.source.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands beside the pixels: overviews, masks, what means nothing, where it lies. */
class GdalStructureTest {
  private static final Gdal.Type U16 = new Gdal.Type("UInt16", 2);
  private static final int WIDTH = 700;
  private static final int HEIGHT = 500;
  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  @TempDir Path folder;
  private Path vrt = Path.of("");

  @BeforeEach
  void samples() throws IOException {
    Random random = new Random(7);
    byte[] bytes = new byte[WIDTH * HEIGHT * 2];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int x = i % WIDTH;
      int value = x < 60 ? 0 : 1000 + 5 * x + i / WIDTH + random.nextInt(200);
      LittleEndian.putShort(bytes, 2 * i, (short) value);
    }
    Path raw = folder.resolve("samples.raw");
    Files.write(raw, bytes);
    vrt = Gdal.raw(raw, U16, WIDTH, HEIGHT, 1);
  }

  private Path translated(String name, String options) {
    Path file = folder.resolve(name);
    Gdal.all(List.of("gdal_translate -q %s %s %s".formatted(options, vrt, file)));
    return file;
  }

  private byte[] gdals(Path file, String options) throws IOException {
    Path raw = folder.resolve("gdal.raw");
    Gdal.all(
        List.of(
            "gdal_translate -q -of ENVI -co INTERLEAVE=BSQ %s %s %s"
                .formatted(options, file, raw)));
    return Files.readAllBytes(raw);
  }

  @Test
  void everyOverviewOfACogIsRead() throws Exception {
    Path cog =
        translated("cog.tif", "-of COG -co BLOCKSIZE=128 -co COMPRESS=DEFLATE -co PREDICTOR=YES");
    try (FileSource source = FileSource.open(cog)) {
      RasterFile raster = RasterFile.open(source);
      assertThat(raster.levels())
          .extracting(Window::width)
          .containsExactly(WIDTH, WIDTH / 2, WIDTH / 4, WIDTH / 8);
      assertThat(bytes(raster, 0)).isEqualTo(gdals(cog, ""));
      for (int level = 1; level < 4; level++) {
        byte[] expected = gdals(cog, "-oo OVERVIEW_LEVEL=" + (level - 1));
        assertThat(bytes(raster, level)).as("level %d", level).isEqualTo(expected);
      }
    }
  }

  private static byte[] bytes(RasterFile raster, int level) throws Exception {
    return raster.read(level, List.of(0), raster.levels().get(level)).getFirst().bytes();
  }

  @Test
  void theFilesOwnMaskIsReadOnEveryLevel() throws Exception {
    translated("nothing.tif", "-a_nodata 0");
    vrt = folder.resolve("nothing.tif");
    Path cog =
        translated(
            "masked.tif",
            "-of COG -co BLOCKSIZE=128 -mask mask -a_nodata none --config GDAL_TIFF_INTERNAL_MASK YES");
    try (FileSource source = FileSource.open(cog)) {
      RasterFile raster = RasterFile.open(source);
      assertThat(raster.masked()).isTrue();
      for (int level = 0; level < raster.levels().size(); level++) {
        byte[] mask = raster.mask(level, raster.levels().get(level)).orElseThrow().bytes();
        String overview = level == 0 ? "" : " -oo OVERVIEW_LEVEL=" + (level - 1);
        byte[] expected = gdals(cog, "-b mask" + overview);
        assertThat(mask).hasSameSizeAs(expected);
        for (int i = 0; i < mask.length; i++) {
          assertThat(mask[i] != 0).isEqualTo(expected[i] != 0);
        }
      }
      byte[] first = raster.mask(0, new Window(58, 0, 4, 1)).orElseThrow().bytes();
      assertThat(first).containsExactly(0, 0, 1, 1);
    }
  }

  @Test
  void nothingScaleAndOffsetAreRead() throws Exception {
    Path file = translated("scaled.tif", "-a_nodata 0 -a_scale 0.0001 -a_offset -0.1");
    try (FileSource source = FileSource.open(file)) {
      RasterFile raster = RasterFile.open(source);
      assertThat(raster.nodata()).contains(new Nodata(0));
      assertThat(raster.scaling(0).scale()).isEqualTo(0.0001);
      assertThat(raster.scaling(0).offset()).isEqualTo(-0.1);
      assertThat(raster.masked()).isFalse();
    }
    try (FileSource source = FileSource.open(translated("plain.tif", ""))) {
      RasterFile raster = RasterFile.open(source);
      assertThat(raster.nodata()).isEmpty();
      assertThat(raster.scaling(0).scale()).isEqualTo(1);
      assertThat(raster.scaling(0).offset()).isZero();
      assertThat(raster.georeference()).isEmpty();
    }
  }

  @Test
  void blocksThatAreLeftOutHoldNothing() throws Exception {
    Path file = folder.resolve("sparse.tif");
    Gdal.all(
        List.of(
            "gdal_create -q -of GTiff -ot Float32 -outsize 300 200 -a_nodata -9999"
                + " -co SPARSE_OK=TRUE -co TILED=YES -co COMPRESS=ZSTD "
                + file));
    assertThat(Files.size(file)).isLessThan(2000);
    try (FileSource source = FileSource.open(file)) {
      RasterFile raster = RasterFile.open(source);
      Samples samples = raster.read(0, new Window(200, 100, 100, 100));
      assertThat(samples.values()).containsOnly(-9999);
      assertThat(raster.nodata().orElseThrow().is(samples.at(5, 5))).isTrue();
    }
  }

  @Test
  void itIsKnownWhereAnImageLies() throws Exception {
    String place = " -a_srs EPSG:32632 -a_ullr 500000 5400000 507000 5395000";
    for (String kind : List.of("Area", "Point")) {
      Path file = translated(kind + ".tif", "-mo AREA_OR_POINT=" + kind + place);
      try (FileSource source = FileSource.open(file)) {
        Georeference at = RasterFile.open(source).georeference().orElseThrow();
        assertThat(at.epsg()).hasValue(32632);
        assertThat(at.affine()).isEqualTo(new Affine(500000, 10, 0, 5400000, 0, -10));
      }
    }
    try (FileSource source =
        FileSource.open(translated("degrees.tif", "-a_srs EPSG:4326 -a_ullr 7 48 8 47"))) {
      Georeference at = RasterFile.open(source).georeference().orElseThrow();
      assertThat(at.epsg()).hasValue(4326);
      assertThat(at.affine().x(WIDTH, 0)).isEqualTo(8, CLOSE);
      assertThat(at.affine().column(7.5, 47.5)).isEqualTo(350, CLOSE);
      assertThat(at.affine().row(7.5, 47.5)).isEqualTo(250, CLOSE);
    }
  }

  @Test
  void aTurnedImageIsPlacedByItsMatrix() throws Exception {
    String text = Files.readString(vrt);
    Files.writeString(
        vrt,
        text.replaceFirst(
            "<VRTRasterBand", "<GeoTransform>100, 3, 1, 900, 2, -4</GeoTransform><VRTRasterBand"));
    try (FileSource source = FileSource.open(translated("turned.tif", "-a_srs EPSG:32633"))) {
      Affine affine = RasterFile.open(source).georeference().orElseThrow().affine();
      assertThat(affine).isEqualTo(new Affine(100, 3, 1, 900, 2, -4));
      assertThat(affine.column(affine.x(12.5, 7.25), affine.y(12.5, 7.25))).isEqualTo(12.5, CLOSE);
      assertThat(affine.row(affine.x(12.5, 7.25), affine.y(12.5, 7.25))).isEqualTo(7.25, CLOSE);
    }
  }

  @Test
  void samplesOfLessThanAByteAreUnpacked() throws Exception {
    for (int bits : List.of(1, 2, 4)) {
      Path file =
          translated(
              "bits" + bits + ".tif",
              "-ot Byte -scale 0 5500 0 %d -co NBITS=%d -co COMPRESS=LZW"
                  .formatted((1 << bits) - 1, bits));
      try (FileSource source = FileSource.open(file)) {
        assertThat(bytes(RasterFile.open(source), 0))
            .as("%d bits", bits)
            .isEqualTo(gdals(file, ""));
      }
    }
  }

  @Test
  void signedBytesAndHalfFloatsAreRead() throws Exception {
    Path signed = translated("signed.tif", "-ot Byte -scale 0 5500 0 255 -co PIXELTYPE=SIGNEDBYTE");
    try (FileSource source = FileSource.open(signed)) {
      RasterFile raster = RasterFile.open(source);
      assertThat(raster.type()).isEqualTo(SampleType.I8);
      assertThat(bytes(raster, 0)).isEqualTo(gdals(signed, ""));
      Samples samples = raster.read(0, raster.levels().getFirst());
      assertThat(Arrays.stream(samples.values()).min()).hasValue(-128);
    }
    Path half =
        translated("half.tif", "-ot Float32 -co NBITS=16 -co COMPRESS=DEFLATE -co PREDICTOR=3");
    try (FileSource source = FileSource.open(half)) {
      RasterFile raster = RasterFile.open(source);
      assertThat(raster.type()).isEqualTo(SampleType.F16);
      double[] values = raster.read(0, raster.levels().getFirst()).values();
      Samples expected = new Samples(SampleType.F32, WIDTH, HEIGHT, gdals(half, ""));
      assertThat(values).isEqualTo(expected.values());
    }
  }

  @Test
  void whatWeDoNotReadIsNamed() throws Exception {
    Path file = translated("jpeg.tif", "-ot Byte -co COMPRESS=JPEG");
    try (FileSource source = FileSource.open(file)) {
      assertThat(FaultOf.opening(source)).hasMessageContaining("JPEG").hasMessageContaining("7");
    }
    Path complex = translated("complex.tif", "-ot CFloat32");
    try (FileSource source = FileSource.open(complex)) {
      assertThat(FaultOf.opening(source)).hasMessageContaining("format 6");
    }
  }
}
