package dev.penstock.raster.jp2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.Rounds;
import dev.penstock.raster.jp2.Jp2Files.Image;
import dev.penstock.raster.pixel.Raster;
import dev.penstock.raster.pixel.Window;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that lie: each ends in pixels or in a fault with a name, soon and in little memory. */
class HostileJp2Test {
  /** Far more than an honest reading of these small files takes. */
  private static final long MOST_BYTES = 700L << 20;

  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int SIZ = 0xff51;
  private static final int COD = 0xff52;
  private static final int SOT = 0xff90;

  @TempDir Path folder;

  private static @Nullable Fault read(byte[] file) throws InterruptedException {
    long allocated = allocated();
    long began = cpu();
    Fault fault = null;
    try {
      Raster raster = Jp2File.open(new MemorySource(file));
      for (int level = 0; level < Math.min(3, raster.levels().size()); level++) {
        Window all = raster.levels().get(level);
        Window some = new Window(0, 0, Math.min(300, all.width()), Math.min(300, all.height()));
        raster.read(level, raster.bands() < 2 ? List.of(0) : List.of(0, raster.bands() - 1), some);
      }
    } catch (RasterException e) {
      fault = e.fault();
      assertThat(e.getMessage()).isNotBlank();
    }
    assertThat(Duration.ofNanos(cpu() - began)).isLessThan(LONGEST);
    assertThat(allocated() - allocated).isLessThan(MOST_BYTES);
    return fault;
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getTotalThreadAllocatedBytes();
  }

  /** Not wall time, which tells how busy the machine is; of all threads that read. */
  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private List<byte[]> honest() throws IOException {
    Jp2Files files = new Jp2Files(folder);
    Image scene = new Image(Jp2Files.U16, 90, 77, 1);
    Image colours = new Image(Jp2Files.U8, 60, 50, 3);
    List<Path> written = new ArrayList<>();
    for (String options :
        List.of(
            "-co REVERSIBLE=YES -co QUALITY=100",
            "-co QUALITY=20 -co BLOCKXSIZE=64 -co BLOCKYSIZE=64 -a_srs EPSG:32632 -a_ullr 0 9 9 0",
            "-co REVERSIBLE=YES -co QUALITY=100 -co TLM=YES -co BLOCKXSIZE=40 -co BLOCKYSIZE=40",
            "-co QUALITY=10,50 -co PROGRESSION=RPCL -co PRECINCTS={32,32},{16,16} -co SOP=YES -co EPH=YES",
            "-co REVERSIBLE=YES -co QUALITY=100 -co CODEBLOCK_STYLE=63 -co CODEBLOCK_WIDTH=16",
            "-co CODEC=J2K -co PLT=YES -co PROGRESSION=CPRL -co TILEPARTS=RESOLUTIONS")) {
      for (Image image : List.of(scene, colours)) {
        written.add(files.plan(image, written.size() + ".jp2", options));
      }
    }
    files.write();
    List<byte[]> bytes = new ArrayList<>();
    for (Path file : written) {
      bytes.add(Files.readAllBytes(file));
    }
    return bytes;
  }

  @Test
  void damagedFilesEndInPixelsOrInANamedFault() throws Exception {
    Random random = new Random(21);
    Map<Fault, Integer> seen = new EnumMap<>(Fault.class);
    List<byte[]> honest = honest();
    for (byte[] file : honest) {
      assertThat(read(file)).isNull();
    }
    for (int round = 0; round < Rounds.of(2500); round++) {
      byte[] file = honest.get(round % honest.size()).clone();
      Fault fault = read(damaged(file, random));
      if (fault != null) {
        seen.merge(fault, 1, Integer::sum);
      }
    }
    assertThat(seen)
        .containsKeys(
            Fault.NOT_A_JPEG2000,
            Fault.TRUNCATED,
            Fault.MALFORMED,
            Fault.CORRUPT_BLOCK,
            Fault.UNSUPPORTED,
            Fault.TOO_LARGE);
  }

  private static byte[] damaged(byte[] file, Random random) {
    int kind = random.nextInt(6);
    if (kind == 0) {
      return Arrays.copyOf(file, random.nextInt(file.length));
    }
    // Most of what can be said about an image is said around the beginning of its codestream.
    int begin = kind < 4 ? Math.max(0, find(file, SIZ) - 40) : 0;
    int reach = kind < 4 ? Math.min(file.length - begin, 220) : file.length;
    for (int i = 0; i <= random.nextInt(4); i++) {
      int at = begin + random.nextInt(reach);
      switch (random.nextInt(4)) {
        case 0 -> file[at] = (byte) random.nextInt(256);
        case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> Arrays.fill(file, at, Math.min(file.length, at + 4), (byte) 0xff);
        default -> file[at] = 0;
      }
    }
    return file;
  }

  private static int find(byte[] file, int marker) {
    for (int at = 0; at + 1 < file.length; at++) {
      if ((file[at] & 0xff) == marker >> 8 && (file[at + 1] & 0xff) == (marker & 0xff)) {
        return at;
      }
    }
    throw new IllegalStateException("no such marker");
  }

  private byte[] one(String options) throws IOException {
    Jp2Files files = new Jp2Files(folder);
    Path file = files.plan(new Image(Jp2Files.U16, 90, 77, 1), "one.jp2", options);
    files.write();
    return Files.readAllBytes(file);
  }

  @Test
  void aFileThatEndsAnywhereIsTruncated() throws Exception {
    byte[] file = one("-co REVERSIBLE=YES -co QUALITY=100 -co CODEC=J2K -co TLM=YES");
    for (int length = 0; length < Math.min(file.length, 700); length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThat(read(cut)).isIn(Fault.TRUNCATED, Fault.NOT_A_JPEG2000, Fault.MALFORMED);
    }
  }

  @Test
  void hugeSizesAreRefusedBeforeAnythingIsAllocated() throws Exception {
    byte[] honest = one("-co REVERSIBLE=YES -co QUALITY=100");
    int siz = find(honest, SIZ);
    for (int field : new int[] {6, 10, 22, 26}) {
      byte[] file = honest.clone();
      ByteBuffer.wrap(file).putInt(siz + field, 0x3fff_ffff);
      Fault fault = read(file);
      if (fault != null) {
        assertThat(fault).isIn(Fault.TOO_LARGE, Fault.TRUNCATED, Fault.CORRUPT_BLOCK);
      }
    }
    byte[] wide = honest.clone();
    ByteBuffer.wrap(wide).putInt(siz + 6, -1);
    assertThat(read(wide)).isEqualTo(Fault.TOO_LARGE);
    byte[] tiny = honest.clone();
    ByteBuffer.wrap(tiny)
        .putInt(siz + 6, 1 << 20)
        .putInt(siz + 10, 1 << 20)
        .putInt(siz + 22, 1)
        .putInt(siz + 26, 1);
    assertThat(read(tiny)).isEqualTo(Fault.TOO_LARGE);
  }

  @Test
  void tinyPrecinctsOfAHugeTileAreRefusedBeforeTheyAreCounted() throws Exception {
    byte[] file = one("-co REVERSIBLE=YES -co QUALITY=100 -co PRECINCTS={32,32}");
    int siz = find(file, SIZ);
    ByteBuffer.wrap(file)
        .putInt(siz + 6, 1 << 29)
        .putInt(siz + 10, 1 << 29)
        .putInt(siz + 22, 1 << 29)
        .putInt(siz + 26, 1 << 29);
    assertThat(read(file)).isEqualTo(Fault.TOO_LARGE);
  }

  @Test
  void manyLayersOfNothingEnd() throws Exception {
    byte[] file = one("-co REVERSIBLE=YES -co QUALITY=100");
    ByteBuffer.wrap(file).putShort(find(file, COD) + 6, (short) 0xffff);
    assertThat(read(file)).isIn(Fault.TRUNCATED, Fault.CORRUPT_BLOCK);
  }

  @Test
  void aPartOfATileThatEndsBeforeItBeginsIsSeen() throws Exception {
    byte[] honest = one("-co REVERSIBLE=YES -co QUALITY=100 -co BLOCKXSIZE=40 -co BLOCKYSIZE=40");
    for (int length : new int[] {1, 13, -1, 0x7fff_ffff}) {
      byte[] file = honest.clone();
      ByteBuffer.wrap(file).putInt(find(file, SOT) + 6, length);
      assertThat(read(file))
          .isIn(Fault.MALFORMED, Fault.TRUNCATED, Fault.TOO_LARGE, Fault.CORRUPT_BLOCK);
    }
  }

  @Test
  void boxesWithinBoxesEnd() throws Exception {
    byte[] file = new byte[1 << 20];
    ByteBuffer boxes = ByteBuffer.wrap(file);
    boxes.putInt(12).putInt(0x6a502020).putInt(0x0d0a870a);
    for (int at = 12; at + 8 <= file.length; at += 8) {
      boxes.putInt(at, file.length - at).putInt(at + 4, 0x61736f63);
    }
    assertThat(read(file)).isEqualTo(Fault.MALFORMED);
    for (int at = 12; at + 8 <= file.length; at += 8) {
      boxes.putInt(at, 8).putInt(at + 4, 0x66726565);
    }
    assertThat(read(file)).isEqualTo(Fault.TOO_LARGE);
  }

  @Test
  void whatWeDoNotReadIsRefusedByName() throws Exception {
    byte[] file = one("-co REVERSIBLE=YES -co QUALITY=100");
    byte[] fast = file.clone();
    fast[find(file, COD) + 12] |= 0x40;
    assertThat(read(fast)).isEqualTo(Fault.UNSUPPORTED);
    byte[] region = file.clone();
    // In place of the comment.
    region[find(file, 0xff64) + 1] = 0x5e;
    assertThat(read(region)).isEqualTo(Fault.UNSUPPORTED);
  }
}
