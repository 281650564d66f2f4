package dev.penstock.server.plant;

import dev.penstock.geometry.GeometryPipeline;
import dev.penstock.geometry.GeometrySettings;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.FirstBytes;
import dev.penstock.server.pipeline.Noun;
import dev.penstock.server.pipeline.Offer;
import java.nio.file.Path;
import java.util.ArrayList;

/** The pipelines that Penstock comes with, a line each; then those of plugins. */
public final class Offers {
  private Offers() {}

  /**
   * The pipelines on their stores.
   *
   * @param home where plugins keep what they keep
   */
  static Catalog on(FeatureStore features, Path home, PlantSettings settings) {
    var geometry =
        GeometrySettings.forMachine(settings.cores(), settings.heap()).isolated(settings.isolate());
    var offers = new ArrayList<Offer>();
    offers.add(
        Offer.of(
                settings.tuned().apply(GeometryPipeline.on(features, geometry)),
                Noun.FEATURE,
                FirstBytes.JSON)
            .resentBy(GeometryPipeline::resent));
    for (Pipeline pipeline : Plugins.found().pipelines(home)) {
      offers.add(Offer.of(settings.tuned().apply(pipeline), Noun.ITEM, FirstBytes.ANY));
    }
    return new Catalog(offers);
  }

  /** The same declarations without any store: for flags, help and checks; nothing can run. */
  public static Catalog declared() {
    return on(new ClosedFeatureStore(), Path.of("plugin-data"), PlantSettings.ofMachine());
  }
}
