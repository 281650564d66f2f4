package dev.penstock.geometry;

import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsLookup;
import dev.penstock.geometry.store.Srs;
import java.util.Optional;

/** A CRS as the store describes it, and back. */
final class Srses {
  private Srses() {}

  static Srs of(Crs crs) {
    var row = crs.spatialRefSys();
    return new Srs(row.organization(), row.organizationId(), row.name(), row.definition());
  }

  /**
   * The CRS of rows that are published, unverified ones among them: who published them has said
   * that this is known.
   */
  static Optional<Crs> crs(Srs srs) {
    String name = srs.authority() + ":" + srs.code();
    return switch (CrsCatalog.standard().find(name)) {
      case CrsLookup.Known(var crs) -> Optional.of(crs);
      case CrsLookup.Unknown _, CrsLookup.Unsupported _ -> CrsCatalog.standard().unverified(name);
    };
  }
}
