package dev.penstock.crs;

import java.util.HashMap;
import java.util.Map;

/**
 * The systems of {@link CrsCatalog} as PROJJSON, the definition that GeoParquet wants, and from it
 * the order of the axes that their authorities give them. Thread-safe.
 */
public final class ProjJson {
  private static final Map<CrsCode, String> TEXTS = texts();

  /** The zone that stands in the table for all of its half of the globe. */
  private static final int ZONE = 33;

  private static final String MERIDIAN = "\"Longitude of natural origin\",\"value\":";

  private ProjJson() {}

  /** The definition of a system, on one line. */
  public static String of(Crs crs) {
    String text = TEXTS.get(crs.code());
    return text == null ? zone(crs.code()) : text;
  }

  /**
   * Whether the authority lists north (or latitude) first. Coordinates of ours never do; OGC API
   * wants them so.
   */
  public static boolean northFirst(Crs crs) {
    String text = of(crs);
    int system = text.lastIndexOf("\"coordinate_system\"");
    int north = text.indexOf("\"direction\":\"north\"", system);
    int east = text.indexOf("\"direction\":\"east\"", system);
    return north >= 0 && east > north;
  }

  private static String zone(CrsCode code) {
    int number = Integer.parseInt(code.code());
    boolean north = number < 32_700;
    int zone = number - (north ? 32_600 : 32_700);
    CrsCode pattern = CrsCode.epsg(north ? 32_600 + ZONE : 32_700 + ZONE);
    String text = TEXTS.get(pattern);
    if (text == null || zone < 1 || zone > 60) {
      throw new IllegalArgumentException("no PROJJSON of " + code);
    }
    String half = north ? "N" : "S";
    return text.replace("UTM zone " + ZONE + half, "UTM zone " + zone + half)
        .replace(MERIDIAN + (ZONE * 6 - 183), MERIDIAN + (zone * 6 - 183))
        .replace("\"code\":" + pattern.code() + "}", "\"code\":" + number + "}");
  }

  private static Map<CrsCode, String> texts() {
    var texts = new HashMap<CrsCode, String>();
    for (String[] row : CrsTable.rows("projjson.tsv", 2)) {
      texts.put(CrsTable.code(row[0]), row[1]);
    }
    return Map.copyOf(texts);
  }
}
