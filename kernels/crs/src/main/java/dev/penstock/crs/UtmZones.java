package dev.penstock.crs;

/** The 120 zones of UTM on WGS 84, written out from their rule (EPSG guidance note 7-2). */
final class UtmZones {

  private UtmZones() {}

  /** The northern half of a zone, EPSG:32601 to EPSG:32660. */
  static Crs north(int zone) {
    return zone(32600 + zone, zone, true);
  }

  /** The southern half of a zone, EPSG:32701 to EPSG:32760. */
  static Crs south(int zone) {
    return zone(32700 + zone, zone, false);
  }

  private static Crs zone(int epsg, int zone, boolean north) {
    int meridian = zone * 6 - 183;
    String name = "WGS 84 / UTM zone " + zone + (north ? "N" : "S");
    String proj =
        "+proj=utm +zone=" + zone + (north ? "" : " +south") + " +datum=WGS84 +units=m +no_defs";
    int falseNorthing = north ? 0 : 10_000_000;
    return new Crs(
        CrsCode.epsg(epsg),
        name,
        Crs.Kind.PROJECTED,
        "metre",
        new Area(meridian - 3, north ? 0 : -80, meridian + 3, north ? 84 : 0),
        proj,
        wkt(name, meridian, falseNorthing, epsg),
        "");
  }

  private static String wkt(String name, int meridian, int falseNorthing, int epsg) {
    return """
      PROJCS["%s",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,\
      AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,\
      AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],\
      AUTHORITY["EPSG","4326"]],PROJECTION["Transverse_Mercator"],\
      PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",%d],\
      PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],\
      PARAMETER["false_northing",%d],UNIT["metre",1,AUTHORITY["EPSG","9001"]],\
      AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","%d"]]"""
        .formatted(name, meridian, falseNorthing, epsg);
  }
}
