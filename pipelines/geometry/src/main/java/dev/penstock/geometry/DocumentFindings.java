package dev.penstock.geometry;

import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.Transform;
import dev.penstock.geojson.CollectionMembers;
import dev.penstock.geojson.Oversized;
import dev.penstock.geojson.Rule;
import dev.penstock.geometry.report.FeatureFindings;
import dev.penstock.geometry.report.FindingsWriter;
import dev.penstock.geometry.report.Told;
import dev.penstock.pipeline.StageContext;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;

/** What is found while a payload is cut: features that are too large, members of the collection. */
final class DocumentFindings {
  /** Not one of the features. */
  private static final long DOCUMENT = -1;

  private final FindingsWriter report;

  DocumentFindings(StageContext context) {
    var wgs84 = CrsCatalog.crs84();
    this.report = new FindingsWriter(context, Transform.between(wgs84, wgs84));
  }

  void oversized(Oversized large, String found) throws IOException {
    var told = new Told(large.code(), "error", found, large.offset(), "", Double.NaN, Double.NaN);
    add(large.index(), large.offset(), large.length(), "rejected", told);
  }

  /** The payload has ended; durable on return. */
  void end(CollectionMembers members) throws IOException {
    if (members.crs() != null) {
      var told =
          new Told(
              Rule.CRS_MEMBER.code(),
              "warning",
              "the collection has a crs member; it is read as in GeoJSON 2008",
              0,
              "/crs",
              Double.NaN,
              Double.NaN);
      add(DOCUMENT, 0, 0, "ok", told);
    }
    report.finish();
  }

  private void add(long item, long offset, long length, String outcome, Told told)
      throws IOException {
    var counts = new TreeMap<String, Long>();
    counts.put(told.code(), 1L);
    report.add(
        new FeatureFindings(item, null, offset, length, outcome, List.of(told), counts, List.of()));
  }
}
