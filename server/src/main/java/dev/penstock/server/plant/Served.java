package dev.penstock.server.plant;

import dev.penstock.server.config.HttpSettings;
import dev.penstock.server.http.PenstockHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A plant with the HTTP API in front, and a note in its data folder that says where. */
public final class Served implements AutoCloseable {
  private final DataFolder data;
  private final Plant plant;
  private final PenstockHttp http;
  private final Interrupted interrupted;
  private final AtomicBoolean stopped = new AtomicBoolean();

  private Served(DataFolder data, Plant plant, PenstockHttp http, Interrupted interrupted) {
    this.data = data;
    this.plant = plant;
    this.http = http;
    this.interrupted = interrupted;
  }

  /** Opens and starts everything; when this returns, the API answers. */
  public static Served start(DataFolder data, PlantSettings settings, HttpSettings httpSettings)
      throws IOException {
    Plant plant = Plant.open(data, settings);
    try {
      plant.checkReach(data, httpSettings);
      Interrupted interrupted = plant.openJobs();
      plant.start().startSchedules();
      PenstockHttp http = PenstockHttp.start(httpSettings, plant.backends());
      return inFront(data, plant, http, interrupted);
    } catch (IOException | RuntimeException e) {
      plant.close();
      throw e;
    }
  }

  private static Served inFront(
      DataFolder data, Plant plant, PenstockHttp http, Interrupted interrupted) throws IOException {
    try {
      RunningServer.here(http.base()).write(data);
      return new Served(data, plant, http, interrupted);
    } catch (IOException | RuntimeException e) {
      http.stop(Duration.ZERO);
      throw e;
    }
  }

  public URI url() {
    return http.base();
  }

  /** What an earlier process had left open. */
  public Interrupted interrupted() {
    return interrupted;
  }

  public Plant plant() {
    return plant;
  }

  /**
   * Stops in the order in which a payload passes, so that nothing comes in that would not be taken
   * further. Requests and chunks together have {@code grace}. A second stop does nothing: the
   * folder, and the note in it, may be another server's by then.
   */
  public void stop(Duration grace) throws IOException {
    if (!stopped.compareAndSet(false, true)) {
      return;
    }
    long deadline = System.nanoTime() + grace.toNanos();
    RunningServer.erase(data);
    http.stop(grace);
    plant.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }

  @Override
  public void close() throws IOException {
    stop(Duration.ZERO);
  }
}
