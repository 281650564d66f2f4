package dev.penstock.bench;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A histogram of the server's own metrics: how many observations lie at or below each bound, in
 * seconds.
 */
record Histogram(Map<Double, Double> upTo) {
  static Histogram read(ServerUnderTest server, String name) throws IOException {
    Pattern bucket = Pattern.compile(name + "_bucket\\{.*?le=\"([^\"]+)\"[^}]*} (\\S+)");
    var upTo = new TreeMap<Double, Double>();
    try (RawClient client = server.connect()) {
      client.send(RawClient.get("/metrics"));
      Matcher line = bucket.matcher(client.receive().expect(200).body());
      while (line.find()) {
        double bound =
            line.group(1).equals("+Inf")
                ? Double.POSITIVE_INFINITY
                : Double.parseDouble(line.group(1));
        upTo.merge(bound, Double.parseDouble(line.group(2)), Double::sum);
      }
    }
    return new Histogram(upTo);
  }

  Histogram since(Histogram before) {
    var upTo = new TreeMap<Double, Double>();
    this.upTo.forEach((bound, n) -> upTo.put(bound, n - before.upTo.getOrDefault(bound, 0.0)));
    return new Histogram(upTo);
  }

  /** For example: 10 % within 5 ms, 93 % within 10 ms. */
  String shares() {
    double all = upTo.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
    return upTo.entrySet().stream()
        .filter(e -> e.getKey() >= 0.001 && e.getKey() <= 0.25)
        .map(e -> "%.0f %% within %.0f ms".formatted(100 * e.getValue() / all, e.getKey() * 1e3))
        .collect(Collectors.joining(", "));
  }
}
