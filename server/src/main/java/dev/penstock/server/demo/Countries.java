package dev.penstock.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The countries of the world by Natural Earth (public domain), eight of them damaged on purpose.
 * {@code examples/PROVENANCE.md} says where they come from and what was done to them.
 */
public final class Countries {
  public static final String NAME = "countries.geojson";

  private Countries() {}

  /** Writes the file into a folder. */
  static Path into(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    try (InputStream in = Countries.class.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException(NAME + " is not on the class path");
      }
      Files.copy(in, file);
    }
    return file;
  }
}
