package dev.penstock.server.metrics;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** How long requests take, by route, and how long payloads wait for their 202. */
public final class HttpMetrics {
  private static final double NANOS = 1e-9;

  private final Histogram requests;
  private final Histogram ack;

  public HttpMetrics(PrometheusRegistry registry) {
    this.requests =
        Histogram.builder()
            .name("penstock_http_request_seconds")
            .help("Time from the request's headers to the end of the answer.")
            .labelNames("route", "method", "status")
            .classicOnly()
            .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 60)
            .register(registry);
    this.ack =
        Histogram.builder()
            .name("penstock_http_ack_seconds")
            .help("Time from the last byte of a payload to its durable acknowledgement.")
            .classicOnly()
            .classicUpperBounds(.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5)
            .register(registry);
  }

  /** The line of one route, one method and one class of statuses, for example {@code 2xx}. */
  public Timer requests(String route, String method, int status) {
    return new Timer(requests.labelValues(route, method, status / 100 + "xx"));
  }

  public void acknowledged(long nanos) {
    ack.observe(nanos * NANOS);
  }

  /** One line of a histogram. Thread-safe. */
  public static final class Timer {
    private final DistributionDataPoint point;

    private Timer(DistributionDataPoint point) {
      this.point = point;
    }

    public void took(long nanos) {
      point.observe(nanos * NANOS);
    }
  }
}
