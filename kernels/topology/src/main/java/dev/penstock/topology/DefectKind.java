package dev.penstock.topology;

/** Kinds of defects of polygons (OGC 06-103r4, section 6.1.11). The codes never change. */
public enum DefectKind {
  /** A ring of fewer than four positions, repeated ones not counted. */
  TOO_FEW_POINTS("geometry.too_few_points"),
  /** A ring that turns back on itself at a point. */
  SPIKE("geometry.spike"),
  /** Two edges, or two rings at a common point, cross. */
  SELF_INTERSECTION("geometry.self_intersection"),
  /** A ring passes twice through one point, without crossing itself there. */
  RING_SELF_TOUCH("geometry.ring_self_touch"),
  /** Two edges share more than a point. */
  OVERLAP("geometry.overlap"),
  /** A ring has the same points as another. */
  DUPLICATE_RING("geometry.duplicate_ring"),
  /** A hole lies outside the shell of its polygon. */
  HOLE_OUTSIDE_SHELL("geometry.hole_outside_shell"),
  /** A hole lies in another hole of its polygon. */
  NESTED_HOLES("geometry.nested_holes"),
  /** A polygon lies inside another. */
  NESTED_SHELLS("geometry.nested_shells"),
  /** Rings of a polygon touch in a cycle, which cuts its inside in two. */
  DISCONNECTED_INTERIOR("geometry.disconnected_interior"),
  /** An ordinate other than 0 is below 1e-140 or beyond 1e150; no other defect was looked for. */
  ORDINATE_RANGE("geometry.ordinate_range"),
  /** No defect was found before the work took too long; there may be none. */
  TOO_COMPLEX("geometry.too_complex");

  private final String code;

  DefectKind(String code) {
    this.code = code;
  }

  /** Stable code, for reports and metrics. */
  public String code() {
    return code;
  }
}
