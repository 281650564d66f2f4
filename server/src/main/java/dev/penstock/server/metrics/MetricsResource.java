package dev.penstock.server.metrics;

import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.Reply;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/** {@code /metrics}, in the Prometheus text format, or OpenMetrics for who asks for it. */
public final class MetricsResource {
  private final PrometheusRegistry registry;
  private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter open = OpenMetricsTextFormatWriter.create();

  public MetricsResource(PrometheusRegistry registry) {
    this.registry = registry;
  }

  public Reply read(Exchange exchange) throws IOException {
    boolean openMetrics =
        exchange.header("Accept").orElse("").contains("application/openmetrics-text");
    ExpositionFormatWriter writer = openMetrics ? open : text;
    var body = new ByteArrayOutputStream();
    writer.write(body, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    return new Reply.Whole(
        200, writer.getContentType(), Map.of("Cache-Control", "no-store"), body.toByteArray());
  }
}
