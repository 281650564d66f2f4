package dev.penstock.crs;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The short name of a coordinate reference system: an authority and its code, as in {@code
 * EPSG:3857}.
 *
 * <p>{@code OGC:CRS84} is WGS 84 with x = longitude and y = latitude, the system of RFC 7946.
 */
public record CrsCode(String authority, String code) {

  /** WGS 84, x = longitude, y = latitude, in degrees: the system of every GeoJSON document. */
  public static final CrsCode CRS84 = new CrsCode("OGC", "CRS84");

  private static final int LONGEST_TEXT = 200;
  private static final Pattern EPSG =
      Pattern.compile(
          "(?:\\[?EPSG:|URN:(?:X-)?OGC:DEF:CRS:EPSG:[0-9.]*:"
              + "|HTTPS?://WWW\\.OPENGIS\\.NET/DEF/CRS/EPSG/[0-9.]+/"
              + "|HTTPS?://WWW\\.OPENGIS\\.NET/GML/SRS/EPSG\\.XML#)?0*([1-9][0-9]{0,6})\\]?");
  private static final Pattern WGS84_LON_LAT =
      Pattern.compile(
          "\\[?(?:OGC:)?CRS:?84\\]?|WGS ?84|URN:(?:X-)?OGC:DEF:CRS:OGC:[0-9.]*:CRS84"
              + "|HTTPS?://WWW\\.OPENGIS\\.NET/DEF/CRS/OGC/[0-9.]+/CRS84");

  /**
   * @throws IllegalArgumentException if a part is empty, or an EPSG code is not a positive number
   */
  public CrsCode {
    if (authority.isEmpty() || code.isEmpty()) {
      throw new IllegalArgumentException("a CRS code needs an authority and a code");
    }
    if (authority.equals("EPSG") && !code.matches("[1-9][0-9]{0,6}")) {
      throw new IllegalArgumentException("not an EPSG code: " + code);
    }
  }

  /** The EPSG code of that number. */
  public static CrsCode epsg(int number) {
    return new CrsCode("EPSG", Integer.toString(number));
  }

  /**
   * Reads any of the spellings in use: {@code EPSG:3857}, {@code 3857}, {@code
   * urn:ogc:def:crs:EPSG::3857}, {@code http://www.opengis.net/def/crs/EPSG/0/3857}, {@code
   * urn:ogc:def:crs:OGC:1.3:CRS84}, {@code CRS84}, {@code WGS84}; upper or lower case, blanks
   * around it ignored. Empty if the text is none of them; whether the code is known is for {@link
   * CrsCatalog}.
   */
  public static Optional<CrsCode> parse(String text) {
    if (text.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    String upper = text.strip().toUpperCase(Locale.ROOT);
    if (WGS84_LON_LAT.matcher(upper).matches()) {
      return Optional.of(CRS84);
    }
    Matcher epsg = EPSG.matcher(upper);
    return epsg.matches() ? Optional.of(new CrsCode("EPSG", epsg.group(1))) : Optional.empty();
  }

  /** The OGC name as a URI, as OGC API - Features writes it. */
  public String uri() {
    String version = authority.equals("OGC") ? "1.3" : "0";
    return "http://www.opengis.net/def/crs/" + authority + "/" + version + "/" + code;
  }

  /** Authority and code with a colon between, as in {@code EPSG:3857}. */
  @Override
  public String toString() {
    return authority + ":" + code;
  }
}
