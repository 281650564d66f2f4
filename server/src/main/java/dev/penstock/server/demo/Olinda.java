package dev.penstock.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Landsat 7 scene of Olinda in Brazil with a catalogue of its own, and farms in it. {@code
 * examples/PROVENANCE.md} says where it comes from.
 */
public final class Olinda {
  /** Farms that the demo tells of. */
  public static final List<String> SHOWN = List.of("wood-1", "wood-2", "town", "sea");

  static final String FARMS = "farms.geojson";
  static final String CATALOGUE = "catalog.json";

  private Olinda() {}

  /** Writes the files into a folder of their own there. */
  static Path into(Path folder) throws IOException {
    Path scene = Files.createDirectory(folder.resolve("landsat7"));
    for (String name : List.of(FARMS, CATALOGUE, "L7_ETMs.json", "L7_ETMs.tif")) {
      try (InputStream in = Olinda.class.getResourceAsStream("landsat7/" + name)) {
        if (in == null) {
          throw new IllegalStateException(name + " is not on the class path");
        }
        Files.copy(in, scene.resolve(name));
      }
    }
    return scene;
  }
}
