package dev.penstock.raster.jp2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.raster.RasterException;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GDAL writes by OpenJPEG is read as it was written, and as GDAL reads it where it is lossy. */
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
        List.of("BYPASS", "RESET", "TERMALL", "VSC", "PREDICTABLE", "SEGSYM", "63", "BYPASS,TERMALL", "BYPASS,RESET", "VSC,BYPASS")) {
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
      Image image = form.contains("TILEPARTS=COMP") ? COLOURS : SCENE;
      written.put(files.plan(image, written.size() + ".jp2", form), form);
    }
    files.write();
    for (Map.Entry<Path, String> form : written.entrySet()) {
      byte[] read = whole(form.getKey());
      assertThat(Arrays.equals(read, SCENE.samples())).as(form.getValue()).isTrue();
    }
  }

  private static byte[] whole(Path file) throws RasterException, InterruptedException {
    try (FileSource source = FileSource.open(file)) {
      Raster raster = Jp2File.open(source);
      List<Integer> bands = new ArrayList<>();
      for (int band = 0; band < raster.bands(); band++) {
        bands.add(band);
      }
      return joined(raster.read(0, bands, raster.levels().getFirst()));
    }
  }

  private static byte[] joined(List<Samples> bands) {
    int each = bands.getFirst().bytes().length;
    byte[] all = new byte[each * bands.size()];
    for (int band = 0; band < bands.size(); band++) {
      System.arraycopy(bands.get(band).bytes(), 0, all, band * each, each);
    }
    return all;
  }
}
