package dev.penstock.topology;

/**
 * Polygons as flat arrays: parts of rings of positions.
 *
 * <p>The first ring of a part is its shell, the others are its holes. Ring {@code r} has the
 * positions {@code [firstPosition(r), lastPosition(r))}; position {@code p} has its x at {@code
 * ordinates()[p * stride()]} and its y behind it. A ring whose last position differs from its first
 * is closed by the reader of this view. All ordinates are finite: the caller has seen to that. A
 * view is read, never changed.
 */
public interface PolygonRings {
  /** The array with all positions. */
  double[] ordinates();

  /** Numbers per position, at least 2. */
  int stride();

  /** Number of polygons. */
  int parts();

  /** The shell of a part. */
  int firstRing(int part);

  /** Behind the last hole of a part. */
  int lastRing(int part);

  /** First position of a ring. */
  int firstPosition(int ring);

  /** Behind the last position of a ring. */
  int lastPosition(int ring);
}
