package dev.penstock.server.collection;

import dev.penstock.geometry.store.FeatureCollections.Described;
import dev.penstock.geometry.store.Srs;
import dev.penstock.server.web.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The CRSs that a collection is served in (OGC API - Features, part 2): WGS 84, and the one that it
 * is stored in, where that has its axes in the order in which GeoJSON has them, east before north.
 */
final class CrsParameter {
  /** WGS 84, longitude first. */
  static final String CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

  /** Pseudo-Mercator and UTM on WGS 84 and ETRS89. */
  private static final Pattern EAST_FIRST = Pattern.compile("3857|32[67][0-9]{2}|258[0-9]{2}");

  private CrsParameter() {}

  static String uri(Srs srs) {
    return srs.authority().equals("OGC")
        ? CRS84
        : "http://www.opengis.net/def/crs/%s/0/%s".formatted(srs.authority(), srs.code());
  }

  /** All that may be asked for. */
  static List<String> served(Described collection) {
    var served = new ArrayList<String>();
    served.add(CRS84);
    Srs srs = collection.srs();
    if (srs.authority().equals("EPSG")
        && EAST_FIRST.matcher(String.valueOf(srs.code())).matches()) {
      served.add(uri(srs));
    }
    return served;
  }

  /** Whether a parameter asks for the stored CRS instead of WGS 84. */
  static boolean asksForStored(Query query, String parameter, Described collection) {
    Optional<String> asked = query.one(parameter).filter(uri -> !uri.equals(CRS84));
    if (asked.isEmpty()) {
      return false;
    }
    List<String> served = served(collection);
    if (!served.contains(asked.get())) {
      throw Query.invalid(parameter, "takes " + String.join(", ", served));
    }
    return true;
  }
}
