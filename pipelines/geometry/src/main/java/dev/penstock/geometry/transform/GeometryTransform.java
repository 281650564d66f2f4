package dev.penstock.geometry.transform;

import org.locationtech.jts.geom.Geometry;

/**
 * Makes a geometry of a valid geometry. The result may be empty, and may need a repair; whoever
 * applies a transform looks at it again. Thread-safe, but for {@link CoverageSimplify}.
 */
public sealed interface GeometryTransform
    permits BufferBy,
        ClipToBox,
        CoverageSimplify,
        Densify,
        DouglasPeucker,
        Middle,
        TopologyPreserving,
        Visvalingam {
  /** The geometry that comes of it; the one given is not changed. */
  Geometry apply(Geometry geometry);
}
