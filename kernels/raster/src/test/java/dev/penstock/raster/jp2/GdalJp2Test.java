package dev.penstock.raster.jp2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.Rounds;
import dev.penstock.raster.jp2.Jp2Files.Image;
import dev.penstock.raster.pixel.Raster;
import dev.penstock.raster.pixel.Samples;
import dev.penstock.raster.pixel.Window;
import dev.penstock.raster.source.FileSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What GDAL writes by OpenJPEG is read as it was written, and as GDAL reads it where it is lossy.
 */
class GdalJp2Test {
  private static final String LOSSLESS = "-co REVERSIBLE=YES -co QUALITY=100 ";
  private static final Image SCENE = new Image(Jp2Files.U16, 300, 211, 1);
  private static final Image COLOURS = new Image(Jp2Files.U8, 150, 131, 3);

  @TempDir Path folder;
  private Jp2Files files;

  @BeforeEach
  void prepare() {
    files = new Jp2Files(folder);
  }

  private static List<String> forms() {
    List<String> forms = new ArrayList<>();
    int number = 0;
    for (String order : List.of("LRCP", "RLCP", "RPCL", "PCRL", "CPRL")) {
      for (String tile : List.of("64", "128", "100", "1024")) {
        String block = List.of("64", "32", "16", "4").get(number % 4);
        String layers = number % 3 == 0 ? "10,40,100" : "100";
        String precincts = number % 2 == 0 ? "-co PRECINCTS={64,128},{32,64},{32,32}" : "";
        forms.add(
            "-co PROGRESSION=%s -co BLOCKXSIZE=%s -co BLOCKYSIZE=%s -co CODEBLOCK_WIDTH=%s -co QUALITY=%s -co REVERSIBLE=YES %s"
                .formatted(order, tile, tile, block, layers, precincts));
        number++;
      }
    }
    for (String style :
        List.of(
            "BYPASS",
            "RESET",
            "TERMALL",
            "VSC",
            "PREDICTABLE",
            "SEGSYM",
            "63",
            "BYPASS,TERMALL",
            "BYPASS,RESET",
            "VSC,BYPASS")) {
      forms.add(LOSSLESS + "-co CODEBLOCK_STYLE=" + style);
      forms.add("-co REVERSIBLE=YES -co QUALITY=20,60,100 -co CODEBLOCK_STYLE=" + style);
    }
    for (String other :
        List.of(
            "-co SOP=YES -co EPH=YES",
            "-co PLT=YES -co BLOCKXSIZE=64 -co BLOCKYSIZE=64",
            "-co TLM=YES -co BLOCKXSIZE=64 -co BLOCKYSIZE=64",
            "-co TILEPARTS=RESOLUTIONS -co BLOCKXSIZE=128 -co BLOCKYSIZE=128",
            "-co TILEPARTS=RESOLUTIONS -co TLM=YES -co BLOCKXSIZE=128 -co BLOCKYSIZE=128",
            "-co CODEC=J2K",
            "-co RESOLUTIONS=1",
            "-co RESOLUTIONS=2",
            "-co RESOLUTIONS=9",
            "-co CODEBLOCK_WIDTH=1024 -co CODEBLOCK_HEIGHT=4",
            "-co CODEBLOCK_WIDTH=4 -co CODEBLOCK_HEIGHT=1024")) {
      forms.add(LOSSLESS + other);
    }
    return forms;
  }

  @Test
  void losslessFilesOfAllFormsAreReadPixelByPixel() throws Exception {
    Map<Path, String> written = new LinkedHashMap<>();
    for (String form : forms()) {
      written.put(files.plan(SCENE, written.size() + ".jp2", form), form);
    }
    files.write();
    for (Map.Entry<Path, String> form : written.entrySet()) {
      byte[] read = whole(form.getKey(), 0);
      assertThat(Arrays.equals(read, SCENE.samples())).as(form.getValue()).isTrue();
      windowsAreCutOfTheWhole(form.getKey(), form.getValue());
    }
  }

  @Test
  void bandsOfAllTypesAreReadPixelByPixel() throws Exception {
    Map<Path, Image> written = new LinkedHashMap<>();
    List<Image> images =
        List.of(
            COLOURS,
            new Image(Jp2Files.U8, 90, 77, 1),
            new Image(Jp2Files.I16, 90, 77, 1),
            new Image(Jp2Files.I16, 90, 77, 2),
            new Image(Jp2Files.U16, 90, 77, 4),
            new Image(Jp2Files.U8, 66, 70, 5));
    for (Image image : images) {
      for (String more :
          List.of("", "-co YCC=NO", "-co PROGRESSION=CPRL -co TILEPARTS=COMPONENTS")) {
        String options = LOSSLESS + "-co BLOCKXSIZE=64 -co BLOCKYSIZE=64 " + more;
        written.put(files.plan(image, written.size() + ".jp2", options), image);
      }
    }
    files.write();
    for (Map.Entry<Path, Image> image : written.entrySet()) {
      byte[] read = whole(image.getKey(), 0);
      assertThat(Arrays.equals(read, image.getValue().samples())).as(image.toString()).isTrue();
      windowsAreCutOfTheWhole(image.getKey(), image.toString());
    }
  }

  @Test
  void imagesOfAnySizeAreReadPixelByPixel() throws Exception {
    Map<Path, Image> written = new LinkedHashMap<>();
    for (int[] size :
        new int[][] {
          {1, 1}, {1, 9}, {9, 1}, {2, 2}, {3, 2}, {5, 7}, {33, 65}, {64, 64}, {65, 63}
        }) {
      Image image = new Image(Jp2Files.U16, size[0], size[1], 1);
      for (int resolutions = 1; 1 << resolutions <= 2 * Math.min(size[0], size[1]); resolutions++) {
        String options = LOSSLESS + "-co RESOLUTIONS=" + resolutions;
        written.put(files.plan(image, written.size() + ".jp2", options), image);
      }
    }
    files.write();
    for (Map.Entry<Path, Image> image : written.entrySet()) {
      byte[] read = whole(image.getKey(), 0);
      assertThat(Arrays.equals(read, image.getValue().samples())).as(image.toString()).isTrue();
      windowsAreCutOfTheWhole(image.getKey(), image.toString());
    }
  }

  @Test
  void lossyFilesAreReadAsGdalReadsThem() throws Exception {
    Map<Path, Path> read = new LinkedHashMap<>();
    for (Image image :
        List.of(
            SCENE,
            COLOURS,
            new Image(Jp2Files.I16, 91, 77, 1),
            new Image(Jp2Files.U8, 33, 1, 1),
            new Image(Jp2Files.U16, 2, 3, 1))) {
      for (String options :
          List.of(
              "-co QUALITY=10",
              "-co QUALITY=40 -co BLOCKXSIZE=100 -co BLOCKYSIZE=64 -co PROGRESSION=RPCL",
              "-co QUALITY=5,20,60 -co CODEBLOCK_STYLE=BYPASS -co PROGRESSION=RLCP",
              "-co QUALITY=100",
              "-co REVERSIBLE=YES -co QUALITY=10",
              "-co REVERSIBLE=YES -co QUALITY=5,30 -co CODEBLOCK_STYLE=BYPASS,TERMALL,VSC")) {
        Path file = files.plan(image, read.size() + ".jp2", options);
        read.put(file, files.planRead(file, ""));
      }
    }
    files.write();
    for (Map.Entry<Path, Path> file : read.entrySet()) {
      byte[] ours = whole(file.getKey(), 0);
      byte[] gdals = Files.readAllBytes(file.getValue());
      assertThat(Arrays.equals(ours, gdals)).as(file.toString()).isTrue();
      windowsAreCutOfTheWhole(file.getKey(), file.toString());
    }
  }

  /** Where image and tiles begin anywhere on their grid, halvings of odd coordinates meet. */
  @Test
  void imagesAndTilesMayBeginAnywhere() throws Exception {
    Image image = new Image(Jp2Files.U16, 137, 95, 1);
    Map<Path, Path> read = new LinkedHashMap<>();
    int number = 0;
    for (String place :
        List.of(
            "-d 3,2 -T 1,2 -t 29,17 -n 4",
            "-d 7,13 -t 64,64 -n 5",
            "-d 101,33 -T 100,1 -t 61,200 -n 6",
            "-t 7,5 -n 3",
            "-t 1,9 -n 1",
            "-d 5,5 -T 5,4 -n 6")) {
      for (String form :
          List.of(
              "",
              "-p RPCL -c [32,32],[16,16]",
              "-p PCRL -c [32,64] -b 16,16",
              "-p CPRL -b 4,4 -r 20,5,1 -TP R",
              "-p RLCP -I -r 8")) {
        Path file = files.planOpj(image, number++ + ".j2k", place + " " + form);
        read.put(file, files.planOpjRead(file, 0));
      }
    }
    files.write();
    for (Map.Entry<Path, Path> file : read.entrySet()) {
      byte[] theirs = Files.readAllBytes(file.getValue());
      assertThat(Arrays.equals(whole(file.getKey(), 0), theirs)).as(file.toString()).isTrue();
      windowsAreCutOfTheWhole(file.getKey(), file.toString());
    }
  }

  @Test
  void levelsAreWhatOpenJpegReduces() throws Exception {
    Image image = new Image(Jp2Files.U16, 303, 257, 1);
    Map<Path, List<Path>> read = new LinkedHashMap<>();
    for (String form :
        List.of("", "-t 100,71", "-I -r 10", "-I -r 4 -t 64,64", "-d 9,1 -t 128,50 -p RPCL")) {
      Path file = files.planOpj(image, read.size() + ".j2k", form);
      List<Path> levels = new ArrayList<>();
      for (int level = 0; level <= 5; level++) {
        levels.add(files.planOpjRead(file, level));
      }
      read.put(file, levels);
    }
    files.write();
    for (Map.Entry<Path, List<Path>> file : read.entrySet()) {
      for (int level = 0; level <= 5; level++) {
        byte[] theirs = Files.readAllBytes(file.getValue().get(level));
        assertThat(Arrays.equals(whole(file.getKey(), level), theirs))
            .as("%s level %d", file.getKey(), level)
            .isTrue();
      }
    }
  }

  @Test
  void theOrderOfPacketsMayChangeWithinATile() throws Exception {
    Image image = new Image(Jp2Files.U16, 137, 95, 1);
    Map<Path, String> written = new LinkedHashMap<>();
    for (String change :
        List.of(
            "-n 5 -r 9,1 -POC T1=0,0,2,2,1,RLCP/T1=2,0,2,5,1,PCRL",
            "-n 4 -POC T1=0,0,1,1,1,CPRL/T1=1,0,1,3,1,LRCP/T1=3,0,1,4,1,RPCL")) {
      written.put(files.planOpj(image, written.size() + ".j2k", change), change);
    }
    files.write();
    for (Map.Entry<Path, String> file : written.entrySet()) {
      byte[] read = whole(file.getKey(), 0);
      assertThat(Arrays.equals(read, image.samples())).as(file.getValue()).isTrue();
    }
  }

  /** Whatever window is asked for, it is the same as that part of the whole. */
  private static void windowsAreCutOfTheWhole(Path file, String what)
      throws RasterException, InterruptedException {
    Random random = new Random(what.hashCode());
    try (FileSource source = FileSource.open(file)) {
      Raster raster = Jp2File.open(source);
      List<Integer> last = List.of(raster.bands() - 1);
      int levels = raster.levels().size();
      // The full resolution, and in the short form one of the others.
      for (int level : new int[] {0, random.nextInt(levels)}) {
        Window all = raster.levels().get(level);
        Samples whole = raster.read(level, last, all).getFirst();
        for (int round = 0; round < Rounds.of(2); round++) {
          int x = random.nextInt(all.width());
          int y = random.nextInt(all.height());
          Window window =
              new Window(
                  x, y, 1 + random.nextInt(all.width() - x), 1 + random.nextInt(all.height() - y));
          Samples cut = raster.read(level, last, window).getFirst();
          assertThat(same(whole, cut, window)).as("%s level %d %s", what, level, window).isTrue();
        }
      }
    }
  }

  private static boolean same(Samples whole, Samples cut, Window window) {
    for (int y = 0; y < window.height(); y++) {
      for (int x = 0; x < window.width(); x++) {
        double expected = whole.at(window.x() + x, window.y() + y);
        if (Double.compare(cut.at(x, y), expected) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static byte[] whole(Path file, int level) throws RasterException, InterruptedException {
    try (FileSource source = FileSource.open(file)) {
      Raster raster = Jp2File.open(source);
      List<Integer> bands = IntStream.range(0, raster.bands()).boxed().toList();
      List<Samples> read = raster.read(level, bands, raster.levels().get(level));
      int each = read.getFirst().bytes().length;
      byte[] all = new byte[each * bands.size()];
      for (int band : bands) {
        System.arraycopy(read.get(band).bytes(), 0, all, band * each, each);
      }
      return all;
    }
  }
}
