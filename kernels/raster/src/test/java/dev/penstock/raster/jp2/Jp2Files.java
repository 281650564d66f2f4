package dev.penstock.raster.jp2;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.raster.Gdal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Images that GDAL, which writes by OpenJPEG, makes JPEG 2000 files of. */
public final class Jp2Files {
  public static final Gdal.Type U8 = new Gdal.Type("Byte", 1);
  public static final Gdal.Type U16 = new Gdal.Type("UInt16", 2);
  public static final Gdal.Type I16 = new Gdal.Type("Int16", 2);

  private final Path folder;
  private final List<String> commands = new ArrayList<>();

  public Jp2Files(Path folder) {
    this.folder = folder;
  }

  /** An image: smooth in one half, with noise in the other, and a flat corner. */
  public record Image(Gdal.Type type, int width, int height, int bands) {
    String name() {
      return "%s-%dx%dx%d".formatted(type.name(), width, height, bands);
    }

    /** The samples, band after band, lowest byte first. */
    public byte[] samples() {
      Random random = new Random(width * 31L + height);
      byte[] bytes = new byte[width * height * bands * type.bytes()];
      int range = type.bytes() == 1 ? 250 : 10_000;
      int low = type.name().startsWith("Int") ? -range / 2 : 0;
      int at = 0;
      for (int band = 0; band < bands; band++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            double smooth = Math.sin((x + 20 * band) / 17.0) * Math.cos(y / 23.0) * range * 0.33;
            int noise = x > width / 2 ? random.nextInt(range / 8) : 0;
            int value = x + y < 40 ? 0 : (int) (range * 0.5 + smooth * 0.9) + noise;
            put(bytes, at, Math.clamp(value, 0, range) + low);
            at += type.bytes();
          }
        }
      }
      return bytes;
    }

    private void put(byte[] bytes, int at, int value) {
      bytes[at] = (byte) value;
      if (type.bytes() == 2) {
        bytes[at + 1] = (byte) (value >> 8);
      }
    }
  }

  /** The image as a file that GDAL reads. */
  public Path source(Image image) throws IOException {
    Path raw = folder.resolve(image.name() + ".raw");
    Path vrt = folder.resolve(raw.getFileName() + ".vrt");
    if (!Files.exists(vrt)) {
      Files.write(raw, image.samples());
      Gdal.raw(raw, image.type(), image.width(), image.height(), image.bands());
    }
    return vrt;
  }

  /** A file in the making; {@link #write} makes it. */
  public Path plan(Image image, String name, String options) throws IOException {
    Path file = folder.resolve(name);
    commands.add(
        "gdal_translate -q --config GDAL_PAM_ENABLED NO -of JP2OpenJPEG %s %s %s"
            .formatted(options, source(image), file));
    return file;
  }

  /** What GDAL reads of a file, as raw samples, in the making. */
  public Path planRead(Path file, String options) {
    Path raw = Path.of(file + ".out" + Integer.toHexString(options.hashCode()));
    commands.add(
        "gdal_translate -q -of ENVI -co INTERLEAVE=BSQ %s %s %s".formatted(options, file, raw));
    return raw;
  }

  /** The same by OpenJPEG's own program, which knows forms that GDAL does not write. */
  public Path planOpj(Image image, String name, String options) throws IOException {
    Path picture = folder.resolve(image.name() + ".pgm");
    if (!Files.exists(picture)) {
      byte[] samples = image.samples();
      byte[] head = "P5\n%d %d\n65535\n".formatted(image.width(), image.height()).getBytes(UTF_8);
      byte[] bytes = Arrays.copyOf(head, head.length + samples.length);
      for (int i = 0; i < samples.length; i++) {
        bytes[head.length + i] = samples[i ^ 1];
      }
      Files.write(picture, bytes);
    }
    Path file = folder.resolve(name);
    commands.add("opj_compress -i %s -o %s %s >/dev/null".formatted(picture, file, options));
    return file;
  }

  /** What OpenJPEG reads of a file, lowest byte first. */
  public Path planOpjRead(Path file, int reduce) {
    Path raw = Path.of("%s-%d.rawl".formatted(file, reduce));
    commands.add("opj_decompress -quiet -i %s -o %s -r %d >/dev/null".formatted(file, raw, reduce));
    return raw;
  }

  public void write() {
    Gdal.all(commands);
    commands.clear();
  }
}
