package dev.penstock.transactions.price;

import dev.penstock.transactions.price.PriceSource.Fetched;
import dev.penstock.transactions.price.PriceSource.Window;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What one sort of price API looks like: how it is asked, and how its answers are read. */
interface PriceShape {
  /** As a job names it: {@code coingecko}. */
  String name();

  boolean knows(String asset);

  /** Most days of one call. */
  int days();

  /** Whether a day's price is that of its end, so that today has none yet. */
  default boolean hasCandles() {
    return false;
  }

  /**
   * Where to ask, below the source's address, with what headers; empty: nobody there knows the
   * asset.
   */
  Optional<Call> call(Window window);

  /** Reads an answer of status 200. */
  Fetched read(Window window, JsonNode body);

  /** What an answer of another status means, where it is no trouble but a verdict. */
  Optional<Fetched> verdict(int status, String body);

  /** A call. */
  record Call(String path, Map<String, String> headers) {
    Call(String path) {
      this(path, Map.of());
    }
  }
}
