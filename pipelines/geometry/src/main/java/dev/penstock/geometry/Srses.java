package dev.penstock.geometry;

import dev.penstock.crs.Crs;
import dev.penstock.geometry.store.Srs;

/** Describes a CRS to the store. */
final class Srses {
  private Srses() {}

  static Srs of(Crs crs) {
    var row = crs.spatialRefSys();
    return new Srs(row.organization(), row.organizationId(), row.name(), row.definition());
  }
}
