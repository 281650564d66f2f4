package dev.penstock.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.server.health.Readiness;
import dev.penstock.server.intake.IntakeLimits;
import dev.penstock.server.job.JobChanges;
import dev.penstock.server.metrics.HttpMetrics;
import dev.penstock.server.pipeline.Catalog;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/http.md} and {@code docs/metrics.md} name what there is, and nothing else. */
class HttpPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("penstock.root")).resolve("docs/http.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z]+) (/[^` ]*)` \\|");
  private static final Pattern METRIC = Pattern.compile("(?m)^# TYPE (\\w+) ");

  @TempDir Path folder;

  @Test
  void everyMethodOfEveryRouteHasItsRow() throws IOException {
    try (var server = TestServer.start(folder)) {
      var there = new TreeSet<String>();
      for (Route route : routes(server)) {
        // Whatever takes GET takes HEAD.
        Stream.of(route.allow().split(", "))
            .filter(method -> !method.equals("HEAD"))
            .forEach(method -> there.add(method + " " + route.template()));
      }
      assertThat(rows()).containsExactlyInAnyOrderElementsOf(there);
    }
  }

  @Test
  void everyMetricHasItsRow() throws Exception {
    String page = Files.readString(PAGE.resolveSibling("metrics.md"));
    try (var server = TestServer.start(folder)) {
      List<String> metrics =
          METRIC
              .matcher(server.get("/metrics").body())
              .results()
              .map(found -> found.group(1))
              .toList();
      assertThat(metrics).isNotEmpty().allSatisfy(name -> assertThat(page).contains(name));
    }
  }

  private static List<String> rows() throws IOException {
    return ROW.matcher(Files.readString(PAGE)).results().map(HttpPageTest::row).toList();
  }

  private static String row(MatchResult found) {
    return found.group(1) + " " + found.group(2);
  }

  /** The table of the API. */
  static List<Route> routes(TestServer server) throws IOException {
    var registry = new PrometheusRegistry();
    return Routes.of(
        Backends.of(
            server.engine,
            server.bells,
            server.blobs,
            new Catalog(List.of()),
            TestStores.of(server.features, server.timetable, server.engine, server.uploads())),
        new Routes.Parts(
            new JobChanges(server.bells),
            IntakeLimits.of(1, 1),
            new Readiness(server.engine, server.blobs, List.of(), List::of)),
        registry,
        new HttpMetrics(registry));
  }
}
