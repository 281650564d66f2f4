package dev.penstock.server.plant;

import dev.penstock.callback.CallbacksPipeline;
import dev.penstock.egress.OutboundClient;
import dev.penstock.geometry.GeometryPipeline;
import dev.penstock.geometry.GeometrySettings;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.ndvi.NdviPipeline;
import dev.penstock.ndvi.NdviSettings;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.intake.FetchPipeline;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.FirstBytes;
import dev.penstock.server.pipeline.Noun;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.pipeline.ResultFile;
import dev.penstock.server.stream.CompletionsPipeline;
import dev.penstock.transactions.TransactionsPipeline;
import dev.penstock.transactions.TransactionsPipeline.Stores;
import dev.penstock.transactions.TransactionsSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The pipelines that Penstock comes with, a line each; then those of plugins. */
public final class Offers {
  private static final Noun DELIVERY = new Noun("delivery", "deliveries", "Delivered");

  private static final Noun FETCHED = new Noun("payload", "payloads", "Fetched");

  private static final Noun TOLD = new Noun("end", "ends", "Told");

  private Offers() {}

  private static Noun noun(Pipeline pipeline) {
    return switch (pipeline.name()) {
      case CallbacksPipeline.NAME -> DELIVERY;
      case CompletionsPipeline.NAME -> TOLD;
      default -> FETCHED;
    };
  }

  /**
   * The pipelines on their stores.
   *
   * @param home where plugins keep what they keep
   */
  static Catalog on(FeatureStore features, Desks desks, Path home, PlantSettings settings) {
    var geometry =
        GeometrySettings.forMachine(settings.cores(), settings.heap()).isolated(settings.isolate());
    var offers = new ArrayList<Offer>();
    offers.add(
        Offer.of(
                settings.tuned().apply(GeometryPipeline.on(features, geometry)),
                Noun.FEATURE,
                FirstBytes.GEOJSON)
            .resentBy(GeometryPipeline::resent)
            .leaving(features()));
    for (Pipeline pipeline : desks.own()) {
      offers.add(Offer.internal(settings.tuned().apply(pipeline), noun(pipeline)));
    }
    var transactions = TransactionsSettings.forMachine(settings.cores());
    offers.add(
        Offer.of(
                settings
                    .tuned()
                    .apply(
                        TransactionsPipeline.on(desks.ledgers(), settings.prices(), transactions)),
                Noun.ROW,
                FirstBytes.ANY)
            .inLanes(inputs -> "account/" + inputs.text("account"))
            .leaving(
                List.of(
                    ResultFile.always("csv", "gains.csv"),
                    ResultFile.always("json", "report.json"))));
    var ndvi =
        NdviPipeline.on(
            desks.farms(),
            settings.sky().imagery(desks.way()),
            NdviSettings.forMachine(settings.cores()),
            InstantSource.system());
    offers.add(Offer.of(settings.tuned().apply(ndvi), Noun.OBSERVATION, FirstBytes.GEOJSON));
    for (Pipeline pipeline : Plugins.found().pipelines(home)) {
      offers.add(Offer.of(settings.tuned().apply(pipeline), Noun.ITEM, FirstBytes.ANY));
    }
    return new Catalog(offers);
  }

  private static List<ResultFile> features() {
    var endings = new LinkedHashMap<String, List<String>>();
    GeometryPipeline.endings()
        .forEach(
            (ending, format) ->
                endings.computeIfAbsent(format, word -> new ArrayList<>()).add(ending));
    var files = new ArrayList<ResultFile>();
    endings.forEach(
        (format, all) ->
            files.add(new ResultFile(all, GeometryPipeline.resultIn(format), "formats", format)));
    return files;
  }

  /**
   * What pipelines work on besides features.
   *
   * @param own pipelines that only the server itself submits to
   * @param way out to scenes
   */
  record Desks(
      List<Pipeline> own,
      Stores ledgers,
      NdviPipeline.Stores farms,
      Optional<OutboundClient> way) {}

  /** The same declarations without any store: for flags, help and checks; nothing can run. */
  public static Catalog declared() {
    return on(
        new ClosedFeatureStore(),
        new Desks(
            List.of(
                CallbacksPipeline.declared(),
                FetchPipeline.declared(),
                CompletionsPipeline.declared()),
            Ledgers.closed(),
            Farms.closed(),
            Optional.empty()),
        Path.of("plugin-data"),
        PlantSettings.ofMachine());
  }
}
