package dev.penstock.crs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** PROJ's own programs, the oracle of the tests. Always x before y here. */
final class Proj {

  private static final Pattern NORTH_FIRST =
      Pattern.compile("AXIS\\[\"[^\"]*\",north,ORDER\\[1\\]");

  private Proj() {}

  /** Positions x, y, x, y, ... from one system to the other; NaN where PROJ has no answer. */
  static double[] transform(Crs source, Crs target, double[] positions) {
    StringBuilder lines = new StringBuilder();
    boolean swapIn = northFirst(source);
    for (int i = 0; i < positions.length; i += 2) {
      double first = positions[swapIn ? i + 1 : i];
      double second = positions[swapIn ? i : i + 1];
      lines.append(String.format(Locale.ROOT, "%.17g %.17g%n", first, second));
    }
    List<String> answers =
        run(lines.toString(), "cs2cs", "-f", "%.12f", name(source), name(target));
    double[] moved = new double[positions.length];
    boolean swapOut = northFirst(target);
    for (int i = 0; i < answers.size(); i++) {
      String[] words = answers.get(i).trim().split("\\s+", -1);
      moved[2 * i + (swapOut ? 1 : 0)] = number(words[0]);
      moved[2 * i + (swapOut ? 0 : 1)] = number(words[1]);
    }
    return moved;
  }

  /** Whether the authority lists the north axis first, which PROJ follows and we do not. */
  private static boolean northFirst(Crs crs) {
    List<String> wkt = run("", "projinfo", name(crs), "-o", "WKT2:2019", "--single-line", "-q");
    return NORTH_FIRST.matcher(String.join("", wkt)).find();
  }

  /** The definition as definition as OGC WKT 1, from PROJ's own tables. */
  static String wkt1(Crs crs) {
    return run("", "projinfo", name(crs), "-o", "WKT1:GDAL", "--single-line", "-q").getFirst();
  }

  private static String name(Crs crs) {
    return crs.code().toString();
  }

  private static double number(String word) {
    return word.startsWith("*") ? Double.NaN : Double.parseDouble(word);
  }

  private static List<String> run(String input, String... command) {
    try {
      Path in = Files.createTempFile("proj", ".txt");
      Files.writeString(in, input);
      Process process = start(in, List.of(command));
      try (var out = process.inputReader()) {
        return out.lines().toList();
      } finally {
        Files.delete(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process start(Path in, List<String> command) {
    try {
      return new ProcessBuilder(command)
          .redirectInput(in.toFile())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new AssertionError(
          command.getFirst() + " is missing (Debian: proj-bin); run ./verify, which installs it",
          e);
    }
  }
}
