package dev.penstock.ndvi.store;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What readers ask for. Nothing is computed here but what is read. Thread-safe. */
public interface FarmView {
  /** The state of a farm, worked out when it last changed: one row. */
  Optional<State> state(String tenant, String farm) throws IOException;

  /** Observations in the order of their time. */
  void observations(Span span, Consumer<Observation> reader) throws IOException;

  /** The last usable picture in a span of time. */
  Optional<Picture> picture(Span span) throws IOException;

  /**
   * A state.
   *
   * @param status in one word, as far as it does not depend on the time
   * @param staleAfter from when on a ready state is stale, in milliseconds since 1970
   * @param body the members of the JSON object behind {@code status}, up to its closing bracket
   * @param job that looks at the farm now; null if none does
   */
  record State(String status, long staleAfter, byte[] body, @Nullable String job) {}

  /**
   * Which observations.
   *
   * @param index empty: any
   * @param from first moment, in milliseconds since 1970
   * @param to last one
   */
  record Span(String tenant, String farm, int version, String index, long from, long to) {}

  /** A picture: when it was taken, of which scene, and its chip. */
  record Picture(long time, String scene, byte[] chip) {}
}
