package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.server.config.HttpSettings;
import dev.penstock.server.plant.DataFolder;
import dev.penstock.server.plant.PlantSettings;
import dev.penstock.server.plant.Served;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkthroughIT {
  @Test
  void theWalkThroughShowsWhatItSays(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (Served server =
        Served.start(DataFolder.at(folder), PlantSettings.ofMachine(), HttpSettings.onPort(0))) {
      Process walk =
          new ProcessBuilder(
                  "bash",
                  Shell.ROOT.resolve("examples/walkthrough.sh").toString(),
                  server.url().toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(walk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(walk.waitFor()).as(said).isZero();
      assertThat(said)
          .contains("HTTP/1.1 202")
          .contains("Published 238 of 241 features (8 repaired), 3 rejected")
          .contains("All chunks of stage publish have ended.")
          .contains("geojson.ring_too_short")
          .contains("\"FeatureCollection\"")
          .contains("bytes of GeoPackage")
          .contains("Did you mean geometry?");
    }
  }
}
