package dev.penstock.raster.jp2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.raster.Gdal;
import dev.penstock.raster.Rounds;
import dev.penstock.raster.jpeg2000.PureDecoder;
import dev.penstock.raster.opening.RasterOpener;
import dev.penstock.raster.pixel.Raster;
import dev.penstock.raster.pixel.Samples;
import dev.penstock.raster.pixel.Window;
import dev.penstock.raster.source.Access;
import dev.penstock.raster.source.BlockCache;
import dev.penstock.raster.source.Deadline;
import dev.penstock.raster.source.HttpSource;
import dev.penstock.raster.source.JdkSender;
import dev.penstock.raster.source.RangeServer;
import dev.penstock.raster.tiff.RasterFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A window of a distant file costs few requests, counted where they arrive. */
class Jp2RequestsTest {
  private static final int SIZE = 1100;
  private static final int TILE = 100;
  private static final int TILES = SIZE / TILE;

  /** A file that tells no place costs one more: it may be told behind the pixels. */
  private static final String PLACE = "-a_srs EPSG:32632 -a_ullr 399960 5400000 410960 5389000";

  @TempDir Path folder;
  private RangeServer server;
  private JdkSender sender;

  @BeforeEach
  void serve() throws Exception {
    server = new RangeServer();
    sender = new JdkSender();
  }

  @AfterEach
  void close() {
    sender.close();
    server.close();
  }

  /** As many tiles as a band of Sentinel-2 has; in the half scene, half of them show nothing. */
  private byte[] scene(boolean half, String options) throws Exception {
    Random random = new Random(6);
    byte[] samples = new byte[2 * SIZE * SIZE];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        boolean empty = half && x + y < SIZE;
        int calm = 20 + (x / TILE * 7 + y / TILE * 5) % 40;
        int value = empty ? 0 : 1500 + x / 9 * 11 % 400 + random.nextInt(calm);
        samples[2 * (y * SIZE + x)] = (byte) value;
        samples[2 * (y * SIZE + x) + 1] = (byte) (value >> 8);
      }
    }
    Path raw = Files.write(folder.resolve("scene.raw"), samples);
    Path vrt = Gdal.raw(raw, Jp2Files.U16, SIZE, SIZE, 1);
    Path file = folder.resolve("scene.jp2");
    Gdal.run(
        "sh",
        "-c",
        "gdal_translate -q -of JP2OpenJPEG %s -co REVERSIBLE=YES -co QUALITY=100 -co BLOCKXSIZE=%d -co BLOCKYSIZE=%d %s %s %s"
            .formatted(PLACE, TILE, TILE, options, vrt, file));
    return Files.readAllBytes(file);
  }

  private HttpSource source(URI uri) {
    return Access.of(sender).source(uri, Deadline.in(Duration.ofMinutes(5)));
  }

  private static Window inTile(int column, int row, int size) {
    return new Window(column * TILE + 20, row * TILE + 30, size, size);
  }

  @Test
  void aWindowOfAFileThatListsItsTilesCostsTwoRequests() throws Exception {
    URI uri = server.put("listed.jp2", scene(true, "-co TLM=YES"));
    for (int tile = 0; tile < TILES; tile++) {
      server.forget();
      new RasterOpener(null).open(source(uri)).read(0, List.of(0), inTile(tile, tile, 40));
      assertThat(server.requests()).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void aWindowOfAFileThatDoesNotCostsAtMostFour() throws Exception {
    byte[] file = scene(false, "");
    URI uri = server.put("sought.jp2", file);
    Random random = new Random(3);
    for (int round = 0; round < 30; round++) {
      server.forget();
      HttpSource source = source(uri);
      Window window = inTile(random.nextInt(TILES), random.nextInt(TILES), 40);
      Raster raster = new RasterOpener(null).open(source);
      raster.read(0, List.of(0), window);
      assertThat(server.requests()).as(window.toString()).hasSizeLessThanOrEqualTo(4);
    }
  }

  @Test
  void tilesOfVeryDifferentSizesAreFoundAsWell() throws Exception {
    byte[] file = scene(true, "");
    Raster whole = Jp2File.open(new MemorySource(file));
    int most = 0;
    for (int tile = 0; tile < TILES * TILES; tile += Rounds.soak() ? 1 : 3) {
      MemorySource source = new MemorySource(file);
      Window window = inTile(tile % TILES, tile / TILES, 40);
      Samples found = Jp2File.open(source).read(0, List.of(0), window).getFirst();
      most = Math.max(most, source.reads());
      assertThat(found.bytes()).isEqualTo(whole.read(0, List.of(0), window).getFirst().bytes());
    }
    assertThat(most).isLessThanOrEqualTo(12);
  }

  @Test
  void packedTilesAreSharedThroughTheCache() throws Exception {
    URI uri = server.put("shared.jp2", scene(false, ""));
    BlockCache<byte[]> cache = RasterFile.cache(64 << 20);
    RasterOpener opener = new RasterOpener(cache, new PureDecoder());
    Access access = Access.of(sender);
    Deadline deadline = Deadline.in(Duration.ofMinutes(5));
    opener.open(access.source(uri, deadline)).read(0, List.of(0), inTile(4, 7, 30));
    server.forget();
    opener.open(access.source(uri, deadline)).read(0, List.of(0), inTile(4, 7, 50));
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void anOpenerTellsTheTwoFormatsApart() throws Exception {
    byte[] file = scene(false, "");
    Path tiff = folder.resolve("scene.tif");
    Gdal.run("gdal_translate", "-q", folder.resolve("scene.jp2").toString(), tiff.toString());
    URI jp2 = server.put("a", file);
    URI tif = server.put("b", Files.readAllBytes(tiff));
    RasterOpener opener = new RasterOpener(null);
    Window window = new Window(180, 290, 60, 40);
    Raster first = opener.open(source(jp2));
    Raster second = opener.open(source(tif));
    assertThat(first).isInstanceOf(Jp2File.class);
    assertThat(second).isInstanceOf(RasterFile.class);
    assertThat(first.read(0, List.of(0), window).getFirst().bytes())
        .isEqualTo(second.read(0, List.of(0), window).getFirst().bytes());
  }
}
