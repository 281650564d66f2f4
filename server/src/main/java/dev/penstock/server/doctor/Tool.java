package dev.penstock.server.doctor;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Programs of others that are good to have beside Penstock. It needs none of them. */
enum Tool {
  GDAL("ogrinfo", "shows what is in a result: ogrinfo -so features.gpkg"),
  SQLITE("sqlite3", "looks into a GeoPackage or the engine's file");

  private final String program;
  private final String purpose;

  Tool(String program, String purpose) {
    this.program = program;
    this.purpose = purpose;
  }

  Finding look(Map<String, String> env) {
    for (String folder :
        env.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator), -1)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, program);
      if (Files.isExecutable(file)) {
        return Finding.ok(program, file + " (optional)");
      }
    }
    return Finding.ok(program, "not installed (optional; it %s)".formatted(purpose));
  }
}
