package dev.penstock.raster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs GDAL's programs, which come with Debian's gdal-bin. */
public final class Gdal {
  private Gdal() {}

  /** Runs one program to its good end; what it printed. */
  public static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs many command lines with one shell; each has to end well. */
  public static void all(List<String> lines) {
    try {
      // From a file: they may be too many for a command line.
      Path script = Files.createTempFile("gdal", ".sh");
      Files.write(script, lines);
      run("sh", "-e", script.toString());
      Files.delete(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** GDAL's name of a type of samples, and their size. */
  public record Type(String name, int bytes) {
    public boolean floating() {
      return name.startsWith("Float");
    }
  }

  /** Names raw samples, lowest byte first and band after band, so that GDAL reads them. */
  public static Path raw(Path raw, Type type, int width, int height, int bands) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("<VRTDataset rasterXSize=\"%d\" rasterYSize=\"%d\">".formatted(width, height));
    for (int band = 0; band < bands; band++) {
      lines.add(
          """
          <VRTRasterBand dataType="%s" band="%d" subClass="VRTRawRasterBand">
          <SourceFilename relativeToVRT="1">%s</SourceFilename><ImageOffset>%d</ImageOffset>
          <PixelOffset>%d</PixelOffset><LineOffset>%d</LineOffset><ByteOrder>LSB</ByteOrder>
          </VRTRasterBand>"""
              .formatted(
                  type.name(),
                  band + 1,
                  raw.getFileName(),
                  (long) band * width * height * type.bytes(),
                  type.bytes(),
                  width * type.bytes()));
    }
    lines.add("</VRTDataset>");
    Path vrt = raw.resolveSibling(raw.getFileName() + ".vrt");
    return Files.write(vrt, lines);
  }
}
