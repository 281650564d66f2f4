package dev.penstock.raster.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.raster.Gdal;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.Rounds;
import dev.penstock.raster.pixel.SampleType;
import dev.penstock.raster.pixel.Samples;
import dev.penstock.raster.pixel.Window;
import dev.penstock.raster.source.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gdal_translate writes in all its forms is read as GDAL itself reads it. */
class GdalMatrixTest {
  private static final int WIDTH = 150;
  private static final int HEIGHT = 131;
  private static final int BANDS = 3;

  private static final List<Gdal.Type> TYPES =
      List.of(
          new Gdal.Type("Byte", 1),
          new Gdal.Type("UInt16", 2),
          new Gdal.Type("Int16", 2),
          new Gdal.Type("UInt32", 4),
          new Gdal.Type("Int32", 4),
          new Gdal.Type("UInt64", 8),
          new Gdal.Type("Int64", 8),
          new Gdal.Type("Float32", 4),
          new Gdal.Type("Float64", 8));

  @TempDir Path folder;

  /** One way to write a file. */
  private record Form(Gdal.Type type, String options, Path file) {
    /**
     * GDAL 3.6 turns the bytes of these before it predicts them, but not after reading: what it
     * reads is not what it was given, and we read what it reads.
     */
    boolean garbled() {
      return options.contains("PREDICTOR=3") && options.contains("ENDIANNESS=BIG");
    }
  }

  @Test
  void everyFormThatGdalWritesIsReadPixelByPixel() throws Exception {
    List<Form> forms = new ArrayList<>();
    List<String> commands = new ArrayList<>();
    for (Gdal.Type type : TYPES) {
      Path raw = folder.resolve(type.name() + ".raw");
      Files.write(raw, samples(type));
      Path vrt = Gdal.raw(raw, type, WIDTH, HEIGHT, BANDS);
      for (String options : options(type)) {
        Path file = folder.resolve("%s-%d.tif".formatted(type.name(), forms.size()));
        forms.add(new Form(type, options, file));
        commands.add("gdal_translate -q %s %s %s".formatted(options, vrt, file));
      }
    }
    Gdal.all(commands);
    assertThat(forms).hasSizeGreaterThan(150);
    for (Form form : forms) {
      byte[] expected = form.garbled() ? gdals(form) : samples(form.type());
      assertThat(Arrays.equals(ours(form.file()), expected))
          .as("%s %s", form.type().name(), form.options())
          .isTrue();
    }
  }

  @Test
  void whatGdalReadsOfItsOwnFilesIsWhatWasWritten() throws Exception {
    for (Gdal.Type type : TYPES) {
      // ENVI files, which are raw samples, know no integers of 64 bits.
      if (type.bytes() == 8 && !type.floating()) {
        continue;
      }
      Path raw = folder.resolve(type.name() + ".raw");
      Files.write(raw, samples(type));
      Path vrt = Gdal.raw(raw, type, WIDTH, HEIGHT, BANDS);
      Path file = folder.resolve(type.name() + ".tif");
      String options = "-co COMPRESS=ZSTD -co PREDICTOR=2 -co TILED=YES";
      Gdal.all(List.of("gdal_translate -q %s %s %s".formatted(options, vrt, file)));
      byte[] read = gdals(new Form(type, options, file));
      assertThat(Arrays.equals(read, samples(type))).as(type.name()).isTrue();
      assertThat(Arrays.equals(read, ours(file))).as(type.name()).isTrue();
    }
  }

  private static byte[] gdals(Form form) throws IOException {
    Path raw = Path.of(form.file() + ".raw");
    Gdal.all(
        List.of("gdal_translate -q -of ENVI -co INTERLEAVE=BSQ %s %s".formatted(form.file(), raw)));
    return Files.readAllBytes(raw);
  }

  private static List<String> options(Gdal.Type type) {
    List<String> all = new ArrayList<>();
    List<String> ends =
        List.of("", "-co ENDIANNESS=BIG", "-co BIGTIFF=YES", "-co BIGTIFF=YES -co ENDIANNESS=BIG");
    List<String> cuts =
        List.of("-co TILED=YES -co BLOCKXSIZE=64 -co BLOCKYSIZE=48", "-co BLOCKYSIZE=7");
    int turn = 0;
    for (String packing : packings(type)) {
      for (String cut : cuts) {
        // In the short form each is met, but not each with each.
        for (String interleave :
            Rounds.soak() ? List.of("PIXEL", "BAND") : List.of(turn % 3 == 0 ? "BAND" : "PIXEL")) {
          for (String end : Rounds.soak() ? ends : List.of(ends.get((turn / 2 + turn % 2) % 4))) {
            all.add("%s %s -co INTERLEAVE=%s %s".formatted(packing, cut, interleave, end));
          }
        }
        turn++;
      }
    }
    return all;
  }

  private static List<String> packings(Gdal.Type type) {
    List<String> packings = new ArrayList<>(List.of("", "-co COMPRESS=PACKBITS"));
    for (String compression : List.of("DEFLATE", "LZW", "ZSTD")) {
      for (int predictor = 1; predictor <= (type.floating() ? 3 : 2); predictor++) {
        packings.add("-co COMPRESS=%s -co PREDICTOR=%d".formatted(compression, predictor));
      }
    }
    return packings;
  }

  /** Half smooth, half noise, over the whole range; no NaN, whose bits nobody promises. */
  private static byte[] samples(Gdal.Type type) {
    Random random = new Random(type.name().hashCode());
    SampleType ours = type(type);
    byte[] bytes = new byte[WIDTH * HEIGHT * BANDS * type.bytes()];
    for (int i = 0; i < WIDTH * HEIGHT * BANDS; i++) {
      boolean smooth = i % WIDTH < WIDTH / 2;
      double noise = type.floating() ? random.nextGaussian() * 1e6 : random.nextLong();
      ours.put(bytes, i * type.bytes(), smooth ? i % WIDTH + i / WIDTH % 50 : noise);
    }
    return bytes;
  }

  private static SampleType type(Gdal.Type type) {
    return switch (type.name()) {
      case "Byte" -> SampleType.U8;
      case "UInt16" -> SampleType.U16;
      case "Int16" -> SampleType.I16;
      case "UInt32" -> SampleType.U32;
      case "Int32" -> SampleType.I32;
      case "UInt64" -> SampleType.U64;
      case "Int64" -> SampleType.I64;
      case "Float32" -> SampleType.F32;
      default -> SampleType.F64;
    };
  }

  /** All bands, whole and put together of windows that cut through blocks. */
  private static byte[] ours(Path file) throws RasterException, InterruptedException {
    try (FileSource source = FileSource.open(file)) {
      RasterFile raster = RasterFile.open(source);
      List<Integer> bands = raster.allBands();
      Window whole = raster.levels().getFirst();
      int size = raster.type().bytes();
      byte[] all = new byte[(int) whole.pixels() * bands.size() * size];
      List<Samples> read = raster.read(0, bands, whole);
      for (int band = 0; band < bands.size(); band++) {
        byte[] bytes = read.get(band).bytes();
        System.arraycopy(bytes, 0, all, band * bytes.length, bytes.length);
      }
      Window inner = new Window(61, 40, 70, 60);
      Samples cut = raster.read(1, inner);
      for (int y = 0; y < inner.height(); y++) {
        for (int x = 0; x < inner.width(); x++) {
          assertThat(Double.compare(cut.at(x, y), read.get(1).at(x + 61, y + 40))).isZero();
        }
      }
      return all;
    }
  }
}
