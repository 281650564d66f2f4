package dev.penstock.bench.raster;

import dev.penstock.bench.measure.Figures;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.crs.Transform;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.measure.MeasureOptions;
import dev.penstock.raster.measure.Measurement;
import dev.penstock.raster.measure.Outline;
import dev.penstock.raster.measure.PixelRule;
import dev.penstock.raster.measure.Scene;
import dev.penstock.raster.measure.SceneBand;
import dev.penstock.raster.measure.SceneReader;
import dev.penstock.raster.measure.Statistics;
import dev.penstock.raster.measure.VegetationIndex;
import dev.penstock.raster.pixel.Window;
import dev.penstock.raster.source.Access;
import dev.penstock.raster.source.BlockCache;
import dev.penstock.raster.source.Deadline;
import dev.penstock.raster.source.FileSource;
import dev.penstock.raster.source.JdkSender;
import dev.penstock.raster.tiff.RasterFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The raster kernel on files like Sentinel-2's: CPU time to unpack a tile of each compression; a
 * farm of 20 ha, red, near infrared and classes, from a host that is 0 or 50 ms away, nothing known
 * of the files; and a thousand farms that share blocks. Beside rasterio, where it is installed.
 * Then the same scene in JPEG 2000.
 */
public final class RasterBench {
  private static final int ROUNDS = 15;
  private static final Set<String> BANDS = Set.of("red", "nir");
  private static final Window ONE_TILE =
      new Window(SceneFiles.TILE, SceneFiles.TILE, SceneFiles.TILE, SceneFiles.TILE);

  private final SceneFiles files;
  private final DistantServer server;
  private final Optional<Rasterio> rasterio;

  private RasterBench(SceneFiles files, DistantServer server, Optional<Rasterio> rasterio) {
    this.files = files;
    this.server = server;
    this.rasterio = rasterio;
  }

  /** Writes the files, measures, prints, and deletes the files. */
  public static void run() throws IOException, InterruptedException {
    System.out.println("raster: a scene of 4096 x 4096 pixels, tiles of 1024, written by GDAL");
    SceneFiles files = SceneFiles.write();
    try (DistantServer server = new DistantServer(files)) {
      Optional<Rasterio> rasterio = Rasterio.find();
      if (rasterio.isEmpty()) {
        System.out.println(
            "  rasterio is not installed (Debian: python3-rasterio): nothing beside");
      }
      RasterBench bench = new RasterBench(files, server, rasterio);
      bench.tiles();
      for (int latency : new int[] {0, 50}) {
        bench.farm(latency);
      }
      bench.thousandFarms();
      new Jpeg2000Bench(files, server).run();
    } finally {
      files.delete();
    }
  }

  private void tiles() throws IOException, InterruptedException {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put("deflate, predictor 2", "-co COMPRESS=DEFLATE -co PREDICTOR=2");
    forms.put("lzw, predictor 2", "-co COMPRESS=LZW -co PREDICTOR=2");
    forms.put("zstd, predictor 2", "-co COMPRESS=ZSTD -co PREDICTOR=2");
    forms.put("packbits", "-co COMPRESS=PACKBITS");
    forms.put("none", "-co COMPRESS=NONE");
    forms.put("deflate, predictor 3", "-ot Float32 -co COMPRESS=DEFLATE -co PREDICTOR=3");
    int number = 0;
    for (Map.Entry<String, String> form : forms.entrySet()) {
      Path file = files.packed("form" + number++, form.getValue());
      long[] nanos = new long[ROUNDS];
      for (int round = -10; round < ROUNDS; round++) {
        long began = threadCpu();
        try (FileSource source = FileSource.open(file)) {
          RasterFile.open(source).read(0, ONE_TILE);
        }
        nanos[Math.max(0, round)] = threadCpu() - began;
      }
      String beside = rasterio.isEmpty() ? "" : ", rasterio " + rasterio.get().tile(file) + " ms";
      System.out.printf(
          "  tile of 1024 x 1024, %-20s %5.1f ms CPU%s%n",
          form.getKey(), new Figures(nanos).millis(0.5), beside);
      Files.delete(file);
    }
  }

  private void farm(int latency) throws IOException, InterruptedException {
    server.latency(latency);
    Outline farm = square(1500, 1500, 46);
    SceneReader reader = new SceneReader(PixelRule.EXACT, null);
    long[] nanos = new long[ROUNDS];
    Optional<Statistics> statistics = Optional.empty();
    long cpu = 0;
    try (JdkSender sender = new JdkSender()) {
      for (int round = -20; round < ROUNDS; round++) {
        if (round == 0) {
          server.takeRequests();
          server.takeBytes();
          cpu = processCpu();
        }
        Scene scene = scene(Access.of(sender), latency + "-" + round);
        long began = System.nanoTime();
        Measurement measured = measure(reader, farm, scene);
        nanos[Math.max(0, round)] = System.nanoTime() - began;
        statistics = measured.statistics();
      }
    }
    cpu = processCpu() - cpu;
    Figures figures = new Figures(nanos);
    System.out.printf(
        "  farm of 20 ha, %2d ms away, ours %30.0f ms (least %.0f), CPU %.0f ms with the server's, %d requests, %.2f MB, NDVI %.6f%n",
        latency,
        figures.millis(0.5),
        figures.millis(0),
        cpu / 1e6 / ROUNDS,
        server.takeRequests() / ROUNDS,
        server.takeBytes() / 1e6 / ROUNDS,
        statistics.map(Statistics::mean).orElse(Double.NaN));
    if (rasterio.isPresent()) {
      String base = server.uri("r", "").resolve(".").toString();
      for (String line : rasterio.get().farm(URI.create(base.substring(0, base.length() - 1)), 7)) {
        System.out.printf("  farm of 20 ha, %2d ms away, %s%n", latency, line);
      }
      server.takeRequests();
      server.takeBytes();
    }
  }

  private void thousandFarms() throws IOException, InterruptedException {
    server.latency(0);
    BlockCache<byte[]> cache = RasterFile.cache(256 << 20);
    SceneReader reader = new SceneReader(PixelRule.EXACT, cache);
    SplittableRandom random = new SplittableRandom(5);
    long cpu = processCpu();
    long began = System.nanoTime();
    try (JdkSender sender = new JdkSender()) {
      Access access = Access.of(sender);
      for (int i = 0; i < 1000; i++) {
        Outline farm = square(random.nextInt(4000), random.nextInt(4000), 46);
        measure(reader, farm, scene(access, "thousand"));
      }
    }
    System.out.printf(
        "  1,000 farms in 16 blocks of each band: %.1f s, CPU %.1f s with the server's, %d requests, %.0f MB%n",
        (System.nanoTime() - began) / 1e9,
        (processCpu() - cpu) / 1e9,
        server.takeRequests(),
        server.takeBytes() / 1e6);
  }

  private static Measurement measure(SceneReader reader, Outline farm, Scene scene)
      throws RasterException, InterruptedException {
    return reader
        .read(farm, scene, BANDS)
        .measure(VegetationIndex.NDVI.expression(), MeasureOptions.DEFAULT);
  }

  private Scene scene(Access access, String era) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    return new Scene(
        Map.of(
            "red", SceneBand.of(access.source(server.uri(era, "red"), deadline)),
            "nir", SceneBand.of(access.source(server.uri(era, "nir"), deadline))),
        Optional.of(access.source(server.uri(era, "classes"), deadline)));
  }

  private static Outline square(int column, int row, int size) {
    double left = SceneFiles.LEFT + 10 * column;
    double top = SceneFiles.TOP - 10 * row;
    double right = left + 10 * size;
    double bottom = top - 10 * size;
    double[] ring = {left, bottom, right, bottom, right, top, left, top};
    Transform.between(CrsCatalog.standard().get(CrsCode.epsg(32632)), CrsCatalog.crs84())
        .apply(ring, 0, 4, 2);
    return Outline.of(ring);
  }

  private static long threadCpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long processCpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
