package dev.penstock.geometry.transform;

import java.util.ArrayList;
import java.util.function.UnaryOperator;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;

/** Does to each member of a collection what is done to a geometry that is none. */
final class Members {
  private Members() {}

  /** Members of which nothing is left are left out. */
  static Geometry each(Geometry geometry, UnaryOperator<Geometry> change) {
    if (!geometry.getClass().equals(GeometryCollection.class)) {
      return change.apply(geometry);
    }
    var members = new ArrayList<Geometry>();
    for (int i = 0; i < geometry.getNumGeometries(); i++) {
      Geometry member = each(geometry.getGeometryN(i), change);
      if (!member.isEmpty()) {
        members.add(member);
      }
    }
    return geometry.getFactory().createGeometryCollection(members.toArray(Geometry[]::new));
  }

  /** The same for lines and polygons; points stay as they are, with their heights. */
  static Geometry eachOfLines(Geometry geometry, UnaryOperator<Geometry> change) {
    return each(geometry, member -> member.getDimension() == 0 ? member : change.apply(member));
  }
}
