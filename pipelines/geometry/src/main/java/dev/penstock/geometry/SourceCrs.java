package dev.penstock.geometry;

import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.crs.CrsLookup;
import dev.penstock.geojson.CollectionMembers;
import dev.penstock.geojson.CrsMember;
import dev.penstock.job.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the CRS of a payload: the {@code from-crs} input, else the {@code crs} member of GeoJSON
 * 2008, else WGS 84 (RFC 7946 section 4). The member may stand behind the features; by then they
 * may be on their way, and the job has to say so rather than guess.
 */
final class SourceCrs {
  private final Optional<Crs> given;
  private @Nullable CrsCode used;

  SourceCrs(Optional<Crs> given) {
    this.given = given;
  }

  /**
   * What to use for features read so far; a problem when the payload names a CRS that we do not
   * know.
   */
  Found of(CollectionMembers members) {
    if (given.isPresent()) {
      return settle(given.get().code());
    }
    String member = members.crs();
    if (member == null) {
      return settle(CrsCatalog.crs84().code());
    }
    Optional<String> name = CrsMember.name(member);
    if (name.isEmpty()) {
      return new Found.Refused(
          new Problem("crs.unknown", "The crs member names no CRS: " + member));
    }
    return switch (CrsCatalog.standard().find(name.get())) {
      case CrsLookup.Known(var crs) -> settle(crs.code());
      case CrsLookup.Unknown _, CrsLookup.Unsupported _ ->
          new Found.Refused(
              GeometryInputs.refusal(name.get()).orElseThrow(IllegalStateException::new));
    };
  }

  private Found settle(CrsCode crs) {
    if (used != null && !used.equals(crs)) {
      return new Found.Refused(
          new Problem(
              "crs.late",
              "The crs member comes after features and says %s, but %s was assumed. Send from-crs=%s."
                  .formatted(crs, used, crs)));
    }
    used = crs;
    return new Found.Settled(crs);
  }

  /** The answer. */
  sealed interface Found {
    record Settled(CrsCode crs) implements Found {}

    record Refused(Problem problem) implements Found {}
  }
}
