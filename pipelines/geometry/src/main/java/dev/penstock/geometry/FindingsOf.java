package dev.penstock.geometry;

import dev.penstock.geojson.Defect;
import dev.penstock.geojson.FeatureDraft;
import dev.penstock.geojson.FeatureSpan;
import dev.penstock.geojson.FlatGeometry;
import dev.penstock.geojson.GeometryKind;
import dev.penstock.geojson.Rule;
import dev.penstock.geometry.report.FeatureFindings;
import dev.penstock.geometry.report.Told;
import dev.penstock.pipeline.Reject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what was found in one feature, structure and polygons alike.
 *
 * @param at where the feature begins in the buffer that was read
 * @param most defects that are told
 */
record FindingsOf(
    FeatureSpan span, FeatureDraft draft, List<NodeFindings> polygons, int at, int most) {

  /** Empty where there is nothing to tell. */
  Optional<FeatureFindings> as(Refined refined, @Nullable String id) {
    boolean refused = refined instanceof Refined.Refused;
    if (!refused && draft.defectCount() == 0 && polygons.isEmpty()) {
      return Optional.empty();
    }
    var told = new ArrayList<Told>();
    var counts = new TreeMap<String, Long>();
    structure(told, counts);
    polygons(refused ? "error" : "repairable", told, counts);
    if (refined instanceof Refined.Refused(var reject)) {
      reason(reject, told, counts);
    }
    List<String> repairs =
        refined instanceof Refined.Kept kept
            ? kept.notes().stream().filter(note -> note.startsWith(Mending.CODES)).toList()
            : List.of();
    return Optional.of(
        new FeatureFindings(
            span.index(),
            id,
            span.offset(),
            span.length(),
            outcome(refined),
            told.subList(0, Math.min(told.size(), most)),
            counts,
            repairs));
  }

  private static String outcome(Refined refined) {
    return switch (refined) {
      case Refined.Kept kept -> kept.repaired() ? "repaired" : "ok";
      case Refined.Refused _ -> "rejected";
    };
  }

  private void structure(List<Told> told, TreeMap<String, Long> counts) {
    for (Defect defect : draft.defects()) {
      told.add(
          new Told(
              defect.code(),
              defect.severity().name().toLowerCase(Locale.ROOT),
              defect.message(),
              defect.byteOffset(),
              defect.path(),
              defect.x(),
              defect.y()));
    }
    if (draft.defectCount() > 0) {
      for (Rule rule : Rule.values()) {
        if (draft.defectCount(rule) > 0) {
          counts.put(rule.code(), (long) draft.defectCount(rule));
        }
      }
    }
  }

  private void polygons(String severity, List<Told> told, TreeMap<String, Long> counts) {
    for (NodeFindings each : polygons) {
      each.findings().counts().forEach((kind, n) -> counts.merge(kind.code(), n, Long::sum));
      String path = path(each.node());
      for (var defect : each.findings().defects()) {
        int part = draft.geometry().firstPart(each.node()) + defect.part();
        int ring = draft.geometry().firstSequence(part) + defect.ring();
        long offset = span.offset() + draft.geometry().sequenceByte(ring) - at;
        boolean multi = draft.geometry().kind(each.node()) == GeometryKind.MULTI_POLYGON;
        String where = path + (multi ? "/" + defect.part() : "") + "/" + defect.ring();
        String message = defect.kind().name().replace('_', ' ').toLowerCase(Locale.ROOT);
        told.add(
            new Told(
                defect.kind().code(), severity, message, offset, where, defect.x(), defect.y()));
      }
    }
  }

  /** Some features are rejected for what is no defect of theirs. */
  private void reason(Reject reject, List<Told> told, TreeMap<String, Long> counts) {
    if (counts.putIfAbsent(reject.problem().code(), 1L) == null) {
      Reject.Place place = reject.place();
      told.addFirst(
          new Told(
              reject.problem().code(),
              "error",
              reject.problem().detail(),
              place.offset(),
              place.path(),
              place.x(),
              place.y()));
    }
  }

  private String path(int node) {
    FlatGeometry geometry = draft.geometry();
    var path = new StringBuilder(draft.isBareGeometry() ? "" : "/geometry");
    for (int here = 0; here != node; ) {
      int child = here + 1;
      int index = 0;
      while (geometry.nodeEnd(child) <= node) {
        child = geometry.nodeEnd(child);
        index++;
      }
      path.append("/geometries/").append(index);
      here = child;
    }
    return path.append("/coordinates").toString();
  }
}
