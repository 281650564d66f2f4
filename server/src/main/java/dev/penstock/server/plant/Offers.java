package dev.penstock.server.plant;

import dev.penstock.geometry.GeometryPipeline;
import dev.penstock.geometry.GeometrySettings;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.FirstBytes;
import dev.penstock.server.pipeline.Noun;
import dev.penstock.server.pipeline.Offer;
import java.util.List;

/** The pipelines that Penstock comes with. A new one gets a line here. */
public final class Offers {
  private Offers() {}

  /** The pipelines on their stores. */
  static Catalog on(FeatureStore features, PlantSettings settings) {
    var geometry = GeometrySettings.forMachine(settings.cores(), settings.heap());
    return new Catalog(
        List.of(
            Offer.of(
                settings.tuned().apply(GeometryPipeline.on(features, geometry)),
                Noun.FEATURE,
                FirstBytes.JSON)));
  }

  /** The same declarations without any store: for flags, help and checks; nothing can run. */
  public static Catalog declared() {
    return on(new ClosedFeatureStore(), PlantSettings.ofMachine());
  }
}
