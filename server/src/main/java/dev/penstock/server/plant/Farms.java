package dev.penstock.server.plant;

import dev.penstock.egress.Cidr;
import dev.penstock.egress.EgressRules;
import dev.penstock.egress.OutboundClient;
import dev.penstock.ndvi.NdviPipeline.Stores;
import dev.penstock.server.farm.FarmParts;
import dev.penstock.store.embedded.farm.SqliteFarms;
import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The farms of a data folder, open in the process that has the stores and closed in all others; and
 * the way out to scenes, which all have.
 */
final class Farms implements Closeable {
  private final @Nullable SqliteFarms store;
  private final OutboundClient way;
  private final PlantSettings settings;

  private Farms(@Nullable SqliteFarms store, OutboundClient way, PlantSettings settings) {
    this.store = store;
    this.way = way;
    this.settings = settings;
  }

  /** Opens them, if this process is one that has stores; its feature store holds the lock. */
  static Farms open(DataFolder data, PlantSettings settings) throws IOException {
    SqliteFarms store =
        settings.fleet().role().hasStore()
            ? SqliteFarms.open(data.farms(), InstantSource.system())
            : null;
    return new Farms(store, OutboundClient.of(rules(settings), "Penstock (imagery)"), settings);
  }

  /** Who sits at this machine may go wherever the machine goes. */
  private static EgressRules rules(PlantSettings settings) {
    EgressRules rules = settings.outside().rules();
    return settings.sky().files()
        ? rules.allowing(List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0")))
        : rules;
  }

  /** For pipelines that are only declared. */
  static Stores closed() {
    var closed = new ClosedFarms();
    return new Stores(closed, closed, closed);
  }

  /** For pipelines. */
  Stores stores() {
    return store == null ? closed() : new Stores(store, store, store);
  }

  /** The way out to scenes. */
  Optional<OutboundClient> way() {
    return Optional.of(way);
  }

  /**
   * For readers.
   *
   * @throws IllegalStateException where they are closed: such a process answers nobody
   */
  FarmParts parts() {
    if (store == null) {
      throw new IllegalStateException("the farms are open in another process");
    }
    return new FarmParts(store, store, store, settings.sky().source());
  }

  @Override
  public void close() throws IOException {
    try (way) {
      if (store != null) {
        store.close();
      }
    }
  }
}
