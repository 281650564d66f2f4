package dev.penstock.server.plant;

import dev.penstock.transactions.price.FilePrices;
import dev.penstock.transactions.price.PriceSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where prices may come from, by the name that a job gives. */
final class PriceSources {
  private PriceSources() {}

  /** For a job that the person at this machine runs: also files, which are that person's anyway. */
  static PriceSource.Directory ofThisMachine() {
    return name -> {
      Optional<PriceSource> served = served().named(name);
      return served.isPresent() || !Files.isRegularFile(Path.of(name))
          ? served
          : Optional.of(new FilePrices(Path.of(name)));
    };
  }

  /** For jobs that come from elsewhere. */
  static PriceSource.Directory served() {
    return name -> Optional.empty();
  }
}
