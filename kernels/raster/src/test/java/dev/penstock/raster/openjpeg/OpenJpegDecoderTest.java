package dev.penstock.raster.openjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.Rounds;
import dev.penstock.raster.jp2.Jp2File;
import dev.penstock.raster.jp2.Jp2Files;
import dev.penstock.raster.jp2.Jp2Limits;
import dev.penstock.raster.jpeg2000.Rect;
import dev.penstock.raster.jpeg2000.TileDecoder;
import dev.penstock.raster.jpeg2000.TileRequest;
import dev.penstock.raster.pixel.Raster;
import dev.penstock.raster.pixel.Samples;
import dev.penstock.raster.pixel.Window;
import dev.penstock.raster.source.FileSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenJPEG behind the seam gives the same pixels as our own decoder. */
class OpenJpegDecoderTest {
  @TempDir Path folder;

  private static TileDecoder openJpeg() {
    return OpenJpegDecoder.find()
        .orElseThrow(() -> new AssertionError("libopenjp2-7 is not installed"));
  }

  @Test
  void bothDecodersGiveTheSamePixels() throws Exception {
    Jp2Files files = new Jp2Files(folder);
    List<Path> written = new ArrayList<>();
    Jp2Files.Image scene = new Jp2Files.Image(Jp2Files.U16, 300, 211, 1);
    Jp2Files.Image colours = new Jp2Files.Image(Jp2Files.U8, 150, 131, 3);
    for (String form :
        List.of(
            "-co REVERSIBLE=YES -co QUALITY=100 -co BLOCKXSIZE=128 -co BLOCKYSIZE=128",
            "-co QUALITY=20",
            "-co QUALITY=10,40 -co PROGRESSION=RPCL -co BLOCKXSIZE=70 -co BLOCKYSIZE=90")) {
      written.add(files.plan(scene, written.size() + ".jp2", form));
      written.add(files.plan(colours, written.size() + ".jp2", form));
    }
    written.add(files.planOpj(scene, "a.j2k", "-d 101,33 -T 100,1 -t 61,200 -n 6"));
    written.add(files.planOpj(scene, "b.j2k", "-d 7,13 -t 64,64 -n 5 -I -r 9"));
    files.write();
    Random random = new Random(4);
    for (Path file : written) {
      for (int round = 0; round < Rounds.of(4); round++) {
        bothRead(file, random);
      }
    }
  }

  private static void bothRead(Path file, Random random) throws Exception {
    try (FileSource source = FileSource.open(file)) {
      Raster ours = Jp2File.open(source);
      Raster theirs = Jp2File.open(source, Jp2Limits.DEFAULT, openJpeg(), null);
      int level = random.nextInt(ours.levels().size());
      Window all = ours.levels().get(level);
      int x = random.nextInt(all.width());
      int y = random.nextInt(all.height());
      Window window =
          new Window(
              x, y, 1 + random.nextInt(all.width() - x), 1 + random.nextInt(all.height() - y));
      List<Integer> bands = List.of(0, ours.bands() - 1);
      List<Samples> expected = ours.read(level, bands, window);
      List<Samples> read = theirs.read(level, bands, window);
      for (int band = 0; band < 2; band++) {
        assertThat(read.get(band).bytes())
            .as("%s level %d %s", file, level, window)
            .isEqualTo(expected.get(band).bytes());
      }
    }
  }

  @Test
  void whatItDoesNotDecodeIsAFault() {
    TileRequest request = new TileRequest(new byte[100], 0, new Rect(0, 0, 10, 10), List.of(0));
    RasterException refused =
        catchThrowableOfType(RasterException.class, () -> openJpeg().decode(request));
    assertThat(refused.fault()).isEqualTo(Fault.CORRUPT_BLOCK);
  }
}
