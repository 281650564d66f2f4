package dev.penstock.geometry.transform;

import java.util.ArrayList;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.util.GeometryEditor;

/**
 * Puts points into edges that are longer than a length, evenly, so that what is straight before a
 * projection is curved as it should be behind it. Heights are those of the straight edge.
 */
public record Densify(double longest) implements GeometryTransform {
  /** More points in one edge are a mistake in the length. */
  private static final int MOST = 1_000_000;

  @Override
  public Geometry apply(Geometry geometry) {
    return new GeometryEditor(geometry.getFactory())
        .edit(
            geometry,
            new GeometryEditor.CoordinateSequenceOperation() {
              @Override
              public CoordinateSequence edit(CoordinateSequence given, Geometry of) {
                return of.getDimension() == 0
                    ? given
                    : of.getFactory()
                        .getCoordinateSequenceFactory()
                        .create(dense(given.toCoordinateArray()));
              }
            });
  }

  private Coordinate[] dense(Coordinate[] line) {
    if (line.length == 0) {
      return line;
    }
    var all = new ArrayList<Coordinate>(line.length);
    all.add(line[0]);
    for (int i = 1; i < line.length; i++) {
      double pieces = Math.ceil(line[i - 1].distance(line[i]) / longest);
      if (pieces > MOST) {
        throw new IllegalArgumentException("an edge of %.0f pieces".formatted(pieces));
      }
      for (int k = 1; k < pieces; k++) {
        all.add(between(line[i - 1], line[i], k / pieces));
      }
      all.add(line[i]);
    }
    return all.toArray(Coordinate[]::new);
  }

  private static Coordinate between(Coordinate a, Coordinate b, double part) {
    double x = a.x + (b.x - a.x) * part;
    double y = a.y + (b.y - a.y) * part;
    boolean height = !Double.isNaN(a.getZ()) && !Double.isNaN(b.getZ());
    return height
        ? new Coordinate(x, y, a.getZ() + (b.getZ() - a.getZ()) * part)
        : new CoordinateXY(x, y);
  }
}
