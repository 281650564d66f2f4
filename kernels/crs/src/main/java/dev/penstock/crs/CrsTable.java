package dev.penstock.crs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the tables of known and refused systems that ship with this package. */
final class CrsTable {

  private CrsTable() {}

  /** The known systems: the 120 UTM zones, then the table. */
  static Map<CrsCode, Crs> systems() {
    Map<CrsCode, Crs> systems = new LinkedHashMap<>();
    for (int zone = 1; zone <= 60; zone++) {
      put(systems, UtmZones.north(zone));
      put(systems, UtmZones.south(zone));
    }
    for (String[] row : rows("systems.tsv", 11)) {
      put(systems, crs(row));
    }
    return systems;
  }

  /** Those that are refused unless somebody asks for unverified ones. */
  static Map<CrsCode, Crs> unverified() {
    Map<CrsCode, Crs> systems = new LinkedHashMap<>();
    for (String[] row : rows("unverified.tsv", 11)) {
      put(systems, crs(row));
    }
    return systems;
  }

  /** The refused systems and why. */
  static Map<CrsCode, String> unsupported() {
    Map<CrsCode, String> reasons = new LinkedHashMap<>();
    for (String[] row : rows("unsupported.tsv", 2)) {
      reasons.put(code(row[0]), row[1]);
    }
    return reasons;
  }

  private static void put(Map<CrsCode, Crs> systems, Crs crs) {
    systems.put(crs.code(), crs);
  }

  private static Crs crs(String[] row) {
    Area area = new Area(number(row[3]), number(row[4]), number(row[5]), number(row[6]));
    Crs.Kind kind = Crs.Kind.valueOf(row[1].toUpperCase(Locale.ROOT));
    return new Crs(code(row[0]), row[7], kind, row[2], area, row[8], row[9], row[10]);
  }

  static CrsCode code(String text) {
    return CrsCode.parse(text).orElseThrow(() -> new IllegalStateException("bad code " + text));
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  static List<String[]> rows(String name, int columns) {
    try (InputStream in = CrsTable.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + name);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> columns(name, line, columns))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] columns(String name, String line, int columns) {
    String[] row = line.split("\t", -1);
    if (row.length != columns) {
      throw new IllegalStateException(name + ": " + row.length + " columns in: " + line);
    }
    return row;
  }
}
