package dev.penstock.server.health;

import dev.penstock.blob.BlobStore;
import dev.penstock.engine.Durability;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.pipeline.Pipeline;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the server can take work: its engine answers, there is room for payloads, and the
 * threads run that work on them. Thread-safe.
 */
public final class Readiness {
  /** Long enough for every prober to see it, short enough to pass once there is room. */
  private static final long REMEMBERED_NANOS = 10_000_000_000L;

  private final Engine engine;
  private final BlobStore blobs;
  private final List<Pipeline> pipelines;
  private final Supplier<List<String>> fallen;
  private volatile @Nullable Full full;

  /**
   * A look at these.
   *
   * @param pipelines that are offered here
   * @param fallen the threads that should run and do not, by name
   */
  public Readiness(
      Engine engine, BlobStore blobs, List<Pipeline> pipelines, Supplier<List<String>> fallen) {
    this.engine = engine;
    this.blobs = blobs;
    this.pipelines = List.copyOf(pipelines);
    this.fallen = fallen;
  }

  private record Full(String what, long at) {}

  /**
   * What one look came to.
   *
   * @param vital whether the server can take no work while it is not well
   * @param detail the facts; what to do where it is not well
   */
  public record Finding(String check, boolean well, boolean vital, String detail) {
    Finding(String check, boolean well, String detail) {
      this(check, well, true, detail);
    }

    boolean lets() {
      return well || !vital;
    }
  }

  Durability durability() {
    return engine.log().durability();
  }

  List<Finding> look() {
    return List.of(engineAnswers(), roomForPayloads(), threadsRun(), versions());
  }

  /** Notes that the engine could not write. Reading shows nothing of that. */
  public void engineWasFull(String what) {
    full = new Full(what, System.nanoTime());
  }

  private Finding engineAnswers() {
    Full last = full;
    if (last != null && System.nanoTime() - last.at() < REMEMBERED_NANOS) {
      return new Finding(
          "engine",
          false,
          "The engine's disk is full (%s). Remove ended jobs, or give the data folder more room."
              .formatted(last.what()));
    }
    try {
      int stages = engine.log().gauges().size();
      return new Finding("engine", true, "It answers; it knows " + stages + " stages.");
    } catch (EngineUnavailableException e) {
      return new Finding(
          "engine",
          false,
          "It does not answer (%s). Look at the disk and the log; it is tried again by itself."
              .formatted(e.getMessage()));
    }
  }

  /** New work comes through all the same. */
  private Finding versions() {
    List<Stranded> stranded;
    try {
      stranded = Stranded.of(engine.log().gauges(), pipelines);
    } catch (EngineUnavailableException e) {
      return new Finding("versions", false, false, "What waits cannot be read now.");
    }
    return stranded.isEmpty()
        ? new Finding("versions", true, false, "Whatever waits is understood here.")
        : new Finding(
            "versions",
            false,
            false,
            stranded.stream().map(Stranded::sentence).collect(Collectors.joining(" ")));
  }

  private Finding roomForPayloads() {
    try {
      long room = blobs.room();
      return room > 0
          ? new Finding("room", true, room + " bytes may still be written.")
          : new Finding(
              "room",
              false,
              "No payload fits any more. Remove ended jobs, or give the data folder more room.");
    } catch (IOException e) {
      return new Finding("room", false, "The data folder cannot be read (" + e.getMessage() + ").");
    }
  }

  private Finding threadsRun() {
    List<String> gone = fallen.get();
    return gone.isEmpty()
        ? new Finding("threads", true, "All that should run do.")
        : new Finding(
            "threads",
            false,
            "Ended although the server runs: %s. The log says why; restart the server."
                .formatted(String.join(", ", gone)));
  }
}
