package dev.penstock.crs;

import java.util.Optional;

/** Chooses how to get from one system to another. */
final class Transforms {

  private Transforms() {}

  static Transform between(Crs source, Crs target) {
    if (source.proj().equals(target.proj())) {
      return new IdentityTransform();
    }
    Optional<Projection> from = Projection.of(source);
    Optional<Projection> to = Projection.of(target);
    if (from.isPresent() && to.isPresent()) {
      return new PlaneTransform(from.get(), to.get());
    }
    return new Proj4jTransform(source, target);
  }
}
