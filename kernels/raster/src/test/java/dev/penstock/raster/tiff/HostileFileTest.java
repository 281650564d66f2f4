package dev.penstock.raster.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.raster.Fault;
import dev.penstock.raster.Gdal;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.Rounds;
import dev.penstock.raster.pixel.Window;
import dev.penstock.raster.source.RangeSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that lie: each ends in pixels or in a fault with a name, soon and in little memory. */
class HostileFileTest {
  /** Far more than an honest reading of these small files takes. */
  private static final long MOST_BYTES = 700L << 20;

  private static final Duration LONGEST = Duration.ofSeconds(5);

  @TempDir Path folder;

  /** A file in memory. */
  private record Bytes(byte[] bytes) implements RangeSource {
    @Override
    public byte[] read(long from, int length) {
      int start = (int) Math.min(from, bytes.length);
      return Arrays.copyOfRange(bytes, start, (int) Math.min((long) start + length, bytes.length));
    }

    @Override
    public String identity() {
      return "bytes";
    }
  }

  private static @Nullable Fault read(byte[] file) throws InterruptedException {
    long allocated = allocated();
    long began = System.nanoTime();
    Fault fault = null;
    try {
      RasterFile raster = RasterFile.open(new Bytes(file));
      for (int level = 0; level < raster.levels().size(); level++) {
        Window all = raster.levels().get(level);
        Window some = new Window(0, 0, Math.min(300, all.width()), Math.min(300, all.height()));
        raster.read(level, raster.allBands().subList(0, Math.min(3, raster.bands())), some);
        raster.mask(level, some);
      }
    } catch (RasterException e) {
      fault = e.fault();
      assertThat(e.getMessage()).isNotBlank();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONGEST);
    assertThat(allocated() - allocated).isLessThan(MOST_BYTES);
    return fault;
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private List<byte[]> honest() throws IOException {
    Path raw = folder.resolve("samples.raw");
    byte[] samples = new byte[200 * 150 * 2 * 2];
    Random random = new Random(3);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i % 7 + random.nextInt(3));
    }
    Files.write(raw, samples);
    Path vrt = Gdal.raw(raw, new Gdal.Type("UInt16", 2), 200, 150, 2);
    List<String> options =
        List.of(
            "-co COMPRESS=DEFLATE -co PREDICTOR=2 -co TILED=YES -co BLOCKXSIZE=64 -co BLOCKYSIZE=64",
            "-co COMPRESS=LZW -co BIGTIFF=YES -co INTERLEAVE=BAND",
            "-co COMPRESS=PACKBITS -co ENDIANNESS=BIG -a_srs EPSG:32632 -a_ullr 0 9 9 0",
            "-of COG -co COMPRESS=ZSTD -co BLOCKSIZE=128 -a_nodata 3 -a_scale 2",
            "-ot Float32 -co COMPRESS=DEFLATE -co PREDICTOR=3 -co BIGTIFF=YES",
            "-co TILED=YES");
    List<byte[]> files = new ArrayList<>();
    for (String option : options) {
      Path file = folder.resolve(files.size() + ".tif");
      Gdal.all(List.of("gdal_translate -q %s %s %s".formatted(option, vrt, file)));
      files.add(Files.readAllBytes(file));
    }
    return files;
  }

  @Test
  void damagedFilesEndInANamedFault() throws Exception {
    Random random = new Random(20);
    Map<Fault, Integer> seen = new EnumMap<>(Fault.class);
    List<byte[]> honest = honest();
    for (byte[] file : honest) {
      assertThat(read(file)).isNull();
    }
    for (int round = 0; round < Rounds.of(3000); round++) {
      byte[] file = honest.get(round % honest.size()).clone();
      Fault fault = read(damaged(file, random));
      if (fault != null) {
        seen.merge(fault, 1, Integer::sum);
      }
    }
    assertThat(seen)
        .containsKeys(
            Fault.NOT_A_TIFF,
            Fault.TRUNCATED,
            Fault.MALFORMED,
            Fault.CORRUPT_BLOCK,
            Fault.UNSUPPORTED,
            Fault.TOO_LARGE);
  }

  private static byte[] damaged(byte[] file, Random random) {
    int kind = random.nextInt(5);
    if (kind == 0) {
      return Arrays.copyOf(file, random.nextInt(file.length));
    }
    // The directories of most of these files lie at their beginning.
    int reach = kind < 4 ? Math.min(file.length, 600) : file.length;
    for (int i = 0; i <= random.nextInt(4); i++) {
      int at = random.nextInt(reach);
      switch (random.nextInt(4)) {
        case 0 -> file[at] = (byte) random.nextInt(256);
        case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> Arrays.fill(file, at, Math.min(file.length, at + 4), (byte) 0xff);
        default -> file[at] = 0;
      }
    }
    return file;
  }

  /** A classic TIFF of one directory, made by hand. */
  private static byte[] tiff(Consumer<ByteBuffer> directory) {
    ByteBuffer file = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    file.putShort((short) 0x4949).putShort((short) 42).putInt(8);
    directory.accept(file);
    return file.array();
  }

  private static void tag(ByteBuffer file, int tag, int type, int count, int value) {
    file.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  @Test
  void aCircleOfDirectoriesIsSeen() throws Exception {
    byte[] circle =
        tiff(
            file -> {
              file.putShort((short) 1);
              tag(file, 256, 3, 1, 5);
              file.putInt(8);
            });
    assertThat(read(circle)).isEqualTo(Fault.MALFORMED);
  }

  @Test
  void aLongChainOfDirectoriesEnds() throws Exception {
    byte[] chain = new byte[1 << 20];
    ByteBuffer file = ByteBuffer.wrap(chain).order(ByteOrder.LITTLE_ENDIAN);
    file.putShort((short) 0x4949).putShort((short) 42).putInt(8);
    for (int at = 8; at + 26 < chain.length; at += 18) {
      file.position(at).putShort((short) 1);
      tag(file, 254, 4, 1, 1);
      file.putInt(at + 18);
    }
    assertThat(read(chain)).isEqualTo(Fault.TOO_LARGE);
  }

  @Test
  void hugeCountsAreRefusedBeforeAnythingIsAllocated() throws Exception {
    for (int[] lie : new int[][] {{258, 3, -1, 600}, {324, 4, -1, 600}, {42113, 2, -2, 600}}) {
      byte[] file =
          tiff(
              bytes -> {
                bytes.putShort((short) 9);
                tag(bytes, 256, 4, 1, Integer.MAX_VALUE);
                tag(bytes, 257, 4, 1, Integer.MAX_VALUE);
                tag(bytes, 258, 3, 1, 16);
                tag(bytes, 259, 3, 1, 8);
                tag(bytes, 322, 4, 1, 1024);
                tag(bytes, 323, 4, 1, 1024);
                tag(bytes, 324, 4, 1, 8);
                tag(bytes, 325, 4, 1, 8);
                tag(bytes, lie[0], lie[1], lie[2], lie[3]);
                bytes.putInt(0);
              });
      assertThat(read(file)).isIn(Fault.TOO_LARGE, Fault.MALFORMED, Fault.TRUNCATED);
    }
  }

  @Test
  void aBombIsNotUnpackedBeyondItsBlock() throws Exception {
    byte[] file =
        tiff(
            bytes -> {
              bytes.putShort((short) 8);
              tag(bytes, 256, 4, 1, 1 << 20);
              tag(bytes, 257, 4, 1, 1 << 20);
              tag(bytes, 258, 3, 1, 8);
              tag(bytes, 259, 3, 1, 8);
              tag(bytes, 322, 4, 1, 1 << 16);
              tag(bytes, 323, 4, 1, 1 << 16);
              tag(bytes, 324, 4, 1, 8);
              tag(bytes, 325, 4, 1, 8);
              bytes.putInt(0);
            });
    assertThat(read(file)).isEqualTo(Fault.TOO_LARGE);
  }

  @Test
  void aBlockWhoseChecksumIsWrongIsDamaged() throws Exception {
    byte[] samples = new byte[5000];
    new Random(8).nextBytes(samples);
    Deflater deflater = new Deflater();
    deflater.setInput(samples);
    deflater.finish();
    byte[] packed = new byte[6000];
    int length = deflater.deflate(packed);
    deflater.end();
    byte[] unpacked = new byte[samples.length];
    Compression.DEFLATE.unpack(ByteBuffer.wrap(packed, 0, length), unpacked);
    assertThat(unpacked).isEqualTo(samples);
    packed[length - 1] ^= 1;
    RasterException damaged =
        catchThrowableOfType(
            RasterException.class,
            () -> Compression.DEFLATE.unpack(ByteBuffer.wrap(packed, 0, length), unpacked));
    assertThat(damaged.fault()).isEqualTo(Fault.CORRUPT_BLOCK);
  }
}
