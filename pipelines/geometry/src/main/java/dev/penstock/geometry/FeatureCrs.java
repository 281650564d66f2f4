package dev.penstock.geometry;

import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsLookup;
import dev.penstock.crs.Transform;
import dev.penstock.geojson.CrsMember;
import dev.penstock.geojson.FeatureDraft;
import dev.penstock.geojson.JsonSlice;
import dev.penstock.job.Problem;
import java.util.Arrays;
import java.util.Optional;

/**
 * Checks that a feature does not name another CRS than the one its payload is read in: PostGIS, for
 * one, writes a {@code crs} member into each geometry. Where the {@code from-crs} input says what
 * the payload is in, members are not asked. Not thread-safe.
 */
final class FeatureCrs {
  private final Crs source;
  private final boolean given;

  /** The member that was found right last; usually all are the same. */
  private byte[] right = new byte[0];

  FeatureCrs(Crs source, boolean given) {
    this.source = source;
    this.given = given;
  }

  /** The problem with the members of a feature, if there is one. */
  Optional<Problem> problem(byte[] bytes, FeatureDraft draft) {
    if (given) {
      return Optional.empty();
    }
    for (JsonSlice member : draft.crsMembers()) {
      boolean known = Arrays.equals(right, 0, right.length, bytes, member.from(), member.to());
      if (!known) {
        Optional<String> name = CrsMember.name(bytes, member.from(), member.to());
        if (name.isEmpty() || !same(name.get())) {
          return Optional.of(conflict(name));
        }
        right = Arrays.copyOfRange(bytes, member.from(), member.to());
      }
    }
    return Optional.empty();
  }

  private boolean same(String name) {
    return CrsCatalog.standard().find(name) instanceof CrsLookup.Known(var crs)
        && Transform.between(crs, source).identity();
  }

  private Problem conflict(Optional<String> name) {
    return new Problem(
        "geojson.crs_conflict",
        "The feature's crs member names %s, but its payload is read in %s. Send from-crs if all of it is in that CRS."
            .formatted(name.map(FeatureCrs::clip).orElse("no CRS"), source.code()));
  }

  private static String clip(String name) {
    return name.length() > 100 ? name.substring(0, 100) + "..." : name;
  }
}
