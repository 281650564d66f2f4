package dev.penstock.server.http;

import dev.penstock.server.config.HttpSettings;
import dev.penstock.server.health.Readiness;
import dev.penstock.server.intake.IntakeLimits;
import dev.penstock.server.job.JobChanges;
import dev.penstock.server.metrics.EngineMetrics;
import dev.penstock.server.metrics.HttpMetrics;
import dev.penstock.server.metrics.ProcessMetrics;
import dev.penstock.server.metrics.ScheduleMetrics;
import dev.penstock.server.metrics.StreamMetrics;
import dev.penstock.server.metrics.WorkerMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP API while it runs. Thread-safe. */
public final class PenstockHttp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PenstockHttp.class);

  private final Server server;
  private final URI base;
  private final JobChanges changes;

  private PenstockHttp(Server server, URI base, JobChanges changes) {
    this.server = server;
    this.base = base;
    this.changes = changes;
  }

  /**
   * Starts to serve.
   *
   * @throws IOException when the address cannot be bound, most often because it is taken
   */
  public static PenstockHttp start(HttpSettings settings, Backends backends) throws IOException {
    return start(settings, backends, IntakeLimits.of(settings.maxBody(), settings.uploads()));
  }

  static PenstockHttp start(HttpSettings settings, Backends backends, IntakeLimits limits)
      throws IOException {
    var registry = new PrometheusRegistry();
    var metrics = new HttpMetrics(registry);
    EngineMetrics.register(
        registry, backends.engine(), backends.blobs(), backends.catalog().pipelines());
    ScheduleMetrics.register(registry, backends.stores().schedules().scheduler());
    WorkerMetrics.register(registry, backends.work().workers());
    ProcessMetrics.register(registry);
    backends.work().watch().register(registry, backends.catalog().pipelines());
    backends.work().streams().ifPresent(counts -> StreamMetrics.register(registry, counts));
    var changes = new JobChanges(backends.bells());
    var readiness =
        new Readiness(
            backends.engine(),
            backends.blobs(),
            backends.catalog().pipelines(),
            backends.work().fallen());
    var parts = new Routes.Parts(changes, limits, readiness);
    var routes = new RouteTable(Routes.of(backends, parts, registry, metrics));

    Server server = JettyServer.idle();
    ServerConnector connector = JettyServer.connector(server, settings);
    server.setHandler(
        new GracefulHandler(new ApiHandler(routes, metrics, readiness, door(settings, backends))));
    server.setErrorHandler(new ProblemErrorHandler());
    try {
      server.start();
    } catch (IOException e) {
      throw e.getCause() instanceof BindException taken ? inUse(settings, taken) : e;
    } catch (Exception e) { // why: Jetty's start declares nothing narrower
      throw new IOException(
          "cannot serve at %s:%d: %s".formatted(settings.host(), settings.port(), e.getMessage()),
          e);
    }
    URI base = URI.create(settings.url(connector.getLocalPort()));
    return new PenstockHttp(server, base, changes);
  }

  private static ApiHandler.Door door(HttpSettings settings, Backends backends) {
    Backends.Access access = backends.stores().access();
    return new ApiHandler.Door(
        new Gatekeeper(access, InstantSource.system()),
        new Foreign(settings.here(), settings.names()),
        settings.minUploadRate());
  }

  private static BindException inUse(HttpSettings settings, BindException taken) {
    var named =
        new BindException(
            "%s:%d is in use, or not an address of this machine. Choose another port with --port"
                .formatted(settings.host(), settings.port()));
    named.initCause(taken);
    return named;
  }

  /** Where the API answers, for example {@code http://127.0.0.1:8080}. */
  public URI base() {
    return base;
  }

  /** How many requests wait for a job to change. */
  int waiting() {
    return changes.listening();
  }

  /**
   * Stops: takes no more connections, ends waits and event streams, lets other running requests
   * finish for as long as {@code grace}, then cuts the rest off.
   *
   * @return whether all had finished by themselves
   */
  public boolean stop(Duration grace) {
    changes.close();
    server.setStopTimeout(Math.max(1, grace.toMillis()));
    try {
      server.stop();
      return true;
    } catch (TimeoutException e) {
      LOG.warn("requests were cut off after {}", grace);
      return false;
    } catch (Exception e) { // why: Jetty's stop declares nothing narrower
      LOG.warn("the HTTP server did not stop cleanly", e);
      return false;
    }
  }

  /** Stops without grace. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
