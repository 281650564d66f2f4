package dev.penstock.server.ogc;

import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.crs.CrsLookup;
import dev.penstock.crs.ProjJson;
import dev.penstock.formats.GeometryText.Rings;
import dev.penstock.geometry.store.Srs;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The systems that coordinates are given and taken in, by their URIs. */
final class CrsNames {
  /** WGS 84, longitude first: what is meant where nothing is said. */
  static final String CRS84 = CrsCode.CRS84.uri();

  /** Every system that was verified against PROJ, WGS 84 first. */
  static final List<String> ALL = all();

  private CrsNames() {}

  private static List<String> all() {
    var names = new ArrayList<String>();
    names.add(CRS84);
    for (Crs crs : CrsCatalog.standard().systems()) {
      if (!crs.code().equals(CrsCode.CRS84)) {
        names.add(crs.code().uri());
      }
    }
    return List.copyOf(names);
  }

  /** The system that features are kept in. Kept degrees of WGS 84 are longitude first. */
  static String stored(Srs srs) {
    return srs.authority().equalsIgnoreCase("EPSG") && srs.code() == 4326
        ? CRS84
        : new CrsCode(srs.authority(), Integer.toString(srs.code())).uri();
  }

  /** The system that a parameter names. */
  static Crs of(String parameter, Optional<String> text) {
    if (text.isEmpty()) {
      return CrsCatalog.crs84();
    }
    return switch (CrsCatalog.standard().find(text.get())) {
      case CrsLookup.Known(var crs) -> crs;
      case CrsLookup.Unknown(var name, var near) ->
          throw Query.invalid(
              parameter,
              "names '%s', which is not among the crs of the collection%s"
                  .formatted(
                      Exchange.clip(name),
                      near.flatMap(CrsCode::parse)
                          .map(code -> "; did you mean " + code.uri() + "?")
                          .orElse("")));
      case CrsLookup.Unsupported(var code, var reason) ->
          throw Query.invalid(parameter, "names " + code + ", which is refused: " + reason);
    };
  }

  /** In which order its numbers stand. */
  static Rings order(Crs crs) {
    return ProjJson.northFirst(crs) ? Rings.NORTH_FIRST : Rings.RIGHT_HANDED;
  }
}
