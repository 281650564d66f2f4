package dev.penstock.geometry;

import dev.penstock.job.Problem;
import dev.penstock.topology.Defect;
import dev.penstock.topology.Findings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Says why polygons that are not valid stay so. */
final class Faults {
  private static final String BUDGET = "geometry.repair_budget";

  private Faults() {}

  static Validity.Invalid tooLarge(Findings findings, int vertices, long most) {
    return as(
        BUDGET,
        findings,
        ". Its %,d vertices are more than the %,d of a feature that is repaired (repair-vertices, and %d bytes of heap for each)."
            .formatted(vertices, most, GeometrySettings.BYTES_A_VERTEX_UNDER_REPAIR));
  }

  static Validity.Invalid tooLargeForJts(Findings findings, int vertices, int most) {
    return as(
        BUDGET,
        findings,
        ". Its %,d vertices could not be repaired the fast way; the slow way takes %,d at most, whatever the settings."
            .formatted(vertices, most));
  }

  static Validity.Invalid tooTangled(Findings findings) {
    return as(
        BUDGET,
        findings,
        ". Its edges meet so often that a repair takes too much work, whatever the settings.");
  }

  static Validity.Invalid changesTooMuch(Findings findings, double percent, double most) {
    return as(
        "geometry.repair_area",
        findings,
        ". A repair would change its area by %s %%, and %s %% is the most that is wanted (max-area-change)."
            .formatted(new BigDecimal(percent).round(new MathContext(3)).toPlainString(), most));
  }

  static Validity.Invalid outOfRange(Findings findings) {
    return as(
        findings.defects().getFirst().kind().code(),
        findings,
        ". Ordinates of polygons are 0, or their size lies between 1e-140 and 1e150.");
  }

  static Validity.Invalid empty(Findings findings) {
    return as("geometry.repair_empty", findings, ", and a repair leaves nothing of it.");
  }

  static Validity.Invalid failed(Findings findings, RuntimeException why) {
    return as(
        "geometry.repair_failed",
        findings,
        ", and JTS could not repair it (%s).".formatted(why.getClass().getSimpleName()));
  }

  static Validity.Invalid as(String code, Findings findings, String rest) {
    Defect at = findings.defects().getFirst();
    return new Validity.Invalid(new Problem(code, said(findings) + rest), at.x(), at.y());
  }

  /** For example: self intersection in ring 0 of part 2, at 16.3 48.2; 3 defects in all. */
  private static String said(Findings findings) {
    Defect first = findings.defects().getFirst();
    String kind = first.kind().name().replace('_', ' ').toLowerCase(Locale.ROOT);
    String all = findings.count() == 1 ? "" : "; %,d defects in all".formatted(findings.count());
    return "%s in ring %d of part %d, at %s %s%s"
        .formatted(kind, first.ring(), first.part(), first.x(), first.y(), all);
  }
}
