package dev.penstock.bench.raster;

import dev.penstock.bench.measure.Figures;
import dev.penstock.raster.jp2.Jp2File;
import dev.penstock.raster.jp2.Jp2Limits;
import dev.penstock.raster.jpeg2000.PureDecoder;
import dev.penstock.raster.jpeg2000.TileDecoder;
import dev.penstock.raster.opening.RasterOpener;
import dev.penstock.raster.openjpeg.OpenJpegDecoder;
import dev.penstock.raster.pixel.Window;
import dev.penstock.raster.source.Access;
import dev.penstock.raster.source.Deadline;
import dev.penstock.raster.source.FileSource;
import dev.penstock.raster.source.JdkSender;
import dev.penstock.raster.source.Together;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JPEG 2000 as Sentinel-2 has it: CPU time to read one tile and one farm of a local file, by our
 * own decoder and by OpenJPEG behind the same seam; and a farm's two bands from a distant host,
 * whose files do not list their tiles.
 */
final class Jpeg2000Bench {
  private static final int ROUNDS = 15;
  private static final Window TILE =
      new Window(SceneFiles.TILE, SceneFiles.TILE, SceneFiles.TILE, SceneFiles.TILE);
  private static final Window FARM = new Window(1500, 1500, 46, 46);

  private final SceneFiles files;
  private final DistantServer server;

  Jpeg2000Bench(SceneFiles files, DistantServer server) {
    this.files = files;
    this.server = server;
  }

  void run() throws IOException, InterruptedException {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put("lossless (5/3)", "-co REVERSIBLE=YES -co QUALITY=100");
    forms.put("lossy (9/7), a quarter", "-co QUALITY=25");
    Optional<TileDecoder> openJpeg = OpenJpegDecoder.find();
    if (openJpeg.isEmpty()) {
      System.out.println("  OpenJPEG is not installed (Debian: libopenjp2-7): nothing beside");
    }
    int number = 0;
    for (Map.Entry<String, String> form : forms.entrySet()) {
      Path file = files.jpeg2000("red", "jp2-" + number++, form.getValue());
      for (Window window : List.of(TILE, FARM)) {
        compare(file, form.getKey(), window, openJpeg);
      }
    }
    files.jpeg2000("nir", "jp2-nir", "-co REVERSIBLE=YES -co QUALITY=100");
    for (int latency : new int[] {0, 50}) {
      farm(latency);
    }
  }

  private static void compare(Path file, String form, Window window, Optional<TileDecoder> openJpeg)
      throws IOException, InterruptedException {
    double ours = cpu(file, window, new PureDecoder());
    String beside = "";
    if (openJpeg.isPresent()) {
      double theirs = cpu(file, window, openJpeg.get());
      beside = ", OpenJPEG %.1f ms, ratio %.2f".formatted(theirs, ours / theirs);
    }
    System.out.printf(
        "  JPEG 2000, %d x %d, %-22s %5.1f ms CPU%s%n",
        window.width(), window.height(), form, ours, beside);
  }

  private static double cpu(Path file, Window window, TileDecoder decoder)
      throws IOException, InterruptedException {
    long[] nanos = new long[ROUNDS];
    for (int round = -10; round < ROUNDS; round++) {
      long began = threadCpu();
      try (FileSource source = FileSource.open(file)) {
        Jp2File.open(source, Jp2Limits.DEFAULT, decoder, null).read(0, List.of(0), window);
      }
      nanos[Math.max(0, round)] = threadCpu() - began;
    }
    return new Figures(nanos).millis(0.5);
  }

  private void farm(int latency) throws IOException, InterruptedException {
    server.latency(latency);
    RasterOpener opener = new RasterOpener(null);
    long[] nanos = new long[ROUNDS];
    try (JdkSender sender = new JdkSender()) {
      for (int round = -10; round < ROUNDS; round++) {
        if (round == 0) {
          server.takeRequests();
          server.takeBytes();
        }
        Access access = Access.of(sender);
        Deadline deadline = Deadline.in(Duration.ofSeconds(30));
        String era = "jp2-" + latency + "-" + round;
        long began = System.nanoTime();
        List<Together.Read<Integer>> reads = new ArrayList<>();
        for (String band : List.of("jp2-0", "jp2-nir")) {
          reads.add(
              () ->
                  opener
                      .open(access.source(server.uri(era, band), deadline))
                      .read(0, List.of(0), FARM)
                      .size());
        }
        Together.all(reads);
        nanos[Math.max(0, round)] = System.nanoTime() - began;
      }
    }
    Figures figures = new Figures(nanos);
    System.out.printf(
        "  JPEG 2000, farm of 20 ha, two bands, %2d ms away %5.0f ms (least %.0f), %.1f requests, %.2f MB%n",
        latency,
        figures.millis(0.5),
        figures.millis(0),
        (double) server.takeRequests() / ROUNDS,
        server.takeBytes() / 1e6 / ROUNDS);
  }

  private static long threadCpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
