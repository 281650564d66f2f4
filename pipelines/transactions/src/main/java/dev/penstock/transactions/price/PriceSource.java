package dev.penstock.transactions.price;

import dev.penstock.transactions.store.PriceBook.Outcome;
import dev.penstock.transactions.store.PriceBook.Point;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Somebody who knows daily prices. Thread-safe. */
public interface PriceSource {
  /** As it stands beside a price. */
  String name();

  /** As a job names it. */
  default String key() {
    return name();
  }

  /** Whether it is worth asking for an asset at all. */
  boolean knows(String asset);

  /** The gate through which every call goes, where the source limits them. */
  Optional<String> gate();

  /**
   * The fewest calls that bring the prices of these days, one window each; in the order of days.
   */
  List<Window> windows(String asset, String currency, SortedSet<Long> days);

  /**
   * Asks for the prices of a window. Exactly one call to the outside.
   *
   * @param entry passed right before the call goes out
   */
  Fetched fetch(Window window, Entry entry) throws IOException, InterruptedException;

  /** How many calls one chunk makes, one after the other. */
  default int callsInChunk() {
    return 1;
  }

  /** Waits until a call may go out. */
  @FunctionalInterface
  interface Entry {
    /** For a call that was let through already. */
    Entry OPEN = () -> {};

    void pass() throws InterruptedException;
  }

  /** Sources by the name that a job gives. */
  @FunctionalInterface
  interface Directory {
    Optional<PriceSource> named(String name);

    /** The sources of a list of names with commas between; empty when one of them is unknown. */
    default List<PriceSource> all(String names) {
      var sources = new ArrayList<PriceSource>();
      for (String name : names.split(",", -1)) {
        Optional<PriceSource> source = named(name.strip());
        if (source.isEmpty()) {
          return List.of();
        }
        sources.add(source.get());
      }
      return sources;
    }
  }

  /**
   * What one call asks for.
   *
   * @param first day, counted from 1970 in UTC; {@code last} is included
   */
  record Window(String asset, String currency, long first, long last) {}

  /** How a call ended. */
  sealed interface Fetched {
    /** The source answered; days without a point have no price there. */
    record Points(List<Point> points) implements Fetched {
      public Points {
        points = List.copyOf(points);
      }
    }

    /** The source does not know the asset. */
    record UnknownAsset() implements Fetched {}

    /**
     * Not now.
     *
     * @param after how long the source wants to be left alone, where it says so
     */
    record Later(Outcome outcome, @Nullable Duration after, String why) implements Fetched {}
  }
}
