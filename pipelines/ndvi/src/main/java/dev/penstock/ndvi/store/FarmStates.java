package dev.penstock.ndvi.store;

import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.farm.FarmDraft;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Works out what a farm's state is, from what was seen of it last. */
public final class FarmStates {
  /** Observations that are looked at, the newest first. */
  public static final int RECENT = 40;

  /** Clear observations that the newest is compared with. */
  private static final int BEFORE = 5;

  private static final double DAY = 86_400_000.0;
  private static final JsonFactory JSON = new JsonFactory();

  private FarmStates() {}

  /**
   * What a state is made of.
   *
   * @param recent observations by the index that makes the state, the newest first
   * @param trouble why the last look failed; null if it did not
   * @param checked up to when scenes were looked for; 0: never
   * @param now in milliseconds since 1970
   */
  public record Known(
      Farm farm,
      List<Observation> recent,
      Finding.@Nullable Failure trouble,
      long checked,
      Rules rules,
      long now) {}

  /** A state: status, from when on it is stale, and the rest of its JSON. */
  public record Standing(String status, long staleAfter, byte[] body) {}

  /** The state of a farm. */
  public static Standing of(Known known) {
    List<Observation> clear =
        known.recent().stream().filter(each -> each.usable(known.rules().minValid())).toList();
    Finding.Failure failure = failure(known);
    String status = status(known, clear, failure);
    long staleAfter = known.checked() + known.rules().fresh();
    var out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      head(json, known);
      json.writeStringProperty("index", known.rules().indexes().getFirst());
      if (!clear.isEmpty()) {
        value(json, clear.getFirst());
        trend(json, clear);
      }
      alerts(json, known, clear);
      if (failure != null) {
        failure(json, failure);
      }
      moment(json, "checked_at", known.checked());
      moment(json, "stale_after", known.checked() == 0 ? 0 : staleAfter);
      moment(json, "computed_at", known.now());
      json.writeEndObject();
    }
    byte[] whole = out.toByteArray();
    // Behind the bracket that opens: what is read puts the status in front.
    return new Standing(status, staleAfter, Arrays.copyOfRange(whole, 1, whole.length - 1));
  }

  /** The newest observation failed, or no scene could be looked for. */
  private static Finding.@Nullable Failure failure(Known known) {
    Finding.Failure trouble = known.trouble();
    return trouble != null || known.recent().isEmpty()
        ? trouble
        : known.recent().getFirst().failure();
  }

  private static String status(
      Known known, List<Observation> clear, Finding.@Nullable Failure failure) {
    if (!clear.isEmpty()) {
      return "ready";
    }
    if (failure != null) {
      return "failed";
    }
    boolean hidden =
        known.recent().stream()
            .map(Observation::figure)
            .anyMatch(figure -> figure != null && figure.shares().clouded() > 0);
    return hidden ? "too_cloudy" : "no_imagery";
  }

  private static void head(JsonGenerator json, Known known) {
    json.writeStringProperty("farm", known.farm().id());
    json.writeStringProperty("name", known.farm().draft().name());
    json.writeNumberProperty("geometry_version", known.farm().version());
    json.writeNumberProperty(
        "area_ha", rounded(known.farm().draft().boundary().squareMetres() / 1e4));
  }

  private static void value(JsonGenerator json, Observation observation) {
    Figure figure = observation.figure();
    if (figure == null || figure.stats() == null) {
      return;
    }
    json.writeObjectPropertyStart("value");
    moment(json, "observed_at", observation.scene().time());
    json.writeStringProperty("scene", observation.scene().item());
    json.writeStringProperty("collection", observation.scene().collection());
    json.writeNumberProperty("mean", rounded(figure.stats().mean()));
    json.writeNumberProperty("min", rounded(figure.stats().min()));
    json.writeNumberProperty("max", rounded(figure.stats().max()));
    json.writeNumberProperty("median", rounded(figure.stats().percentiles().get(2)));
    Double coverage = figure.coverage();
    json.writeNumberProperty("coverage_pct", rounded(100 * (coverage == null ? 0 : coverage)));
    json.writeNumberProperty("valid_pct", rounded(100 * figure.shares().valid()));
    json.writeNumberProperty("cloud_pct", rounded(100 * figure.shares().clouded()));
    json.writeStringProperty("because", "the newest scene that shows enough of the farm");
    json.writeEndObject();
  }

  private static void trend(JsonGenerator json, List<Observation> clear) {
    Optional<Double> before = median(clear);
    if (before.isPresent()) {
      json.writeObjectPropertyStart("trend");
      json.writeNumberProperty("median_before", rounded(before.get()));
      json.writeNumberProperty("change", rounded(mean(clear.getFirst()) - before.get()));
      json.writeEndObject();
    }
  }

  /** Of the clear observations before the newest. */
  private static Optional<Double> median(List<Observation> clear) {
    double[] means = clear.stream().skip(1).limit(BEFORE).mapToDouble(FarmStates::mean).toArray();
    if (means.length == 0) {
      return Optional.empty();
    }
    Arrays.sort(means);
    int middle = means.length / 2;
    return Optional.of(
        means.length % 2 == 1 ? means[middle] : (means[middle - 1] + means[middle]) / 2);
  }

  private static double mean(Observation observation) {
    Figure figure = observation.figure();
    return figure == null || figure.stats() == null ? 0 : figure.stats().mean();
  }

  private static void alerts(JsonGenerator json, Known known, List<Observation> clear) {
    FarmDraft.Alerts wanted = known.farm().draft().alerts();
    json.writeArrayPropertyStart("alerts");
    Optional<Double> before = median(clear);
    if (wanted.drop() > 0
        && before.isPresent()
        && before.get() - mean(clear.getFirst()) >= wanted.drop()) {
      alert(
          json,
          "farm.drop",
          "The mean is %.3f below the median of the observations before."
              .formatted(before.get() - mean(clear.getFirst())));
    }
    long newest = clear.isEmpty() ? 0 : clear.getFirst().scene().time();
    if (wanted.days() > 0 && !clear.isEmpty() && known.now() - newest > wanted.days() * DAY) {
      alert(
          json,
          "farm.too_old",
          "The last clear observation is %.0f days old.".formatted((known.now() - newest) / DAY));
    }
    json.writeEndArray();
  }

  private static void alert(JsonGenerator json, String code, String detail) {
    json.writeStartObject();
    json.writeStringProperty("code", code);
    json.writeStringProperty("detail", detail);
    json.writeEndObject();
  }

  private static void failure(JsonGenerator json, Finding.Failure failure) {
    json.writeObjectPropertyStart("last_error");
    json.writeStringProperty("code", failure.code());
    json.writeStringProperty("detail", failure.detail());
    json.writeEndObject();
  }

  private static void moment(JsonGenerator json, String name, long millis) {
    if (millis == 0) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, Instant.ofEpochMilli(millis).toString());
    }
  }

  private static double rounded(double number) {
    return Math.round(number * 1e6) / 1e6;
  }

  /**
   * The whole JSON of a state at a moment.
   *
   * @param now in milliseconds since 1970
   */
  public static byte[] json(FarmView.State state, long now) {
    boolean known = state.status().equals("ready");
    String job = state.job();
    String status = state.status();
    if (known && now > state.staleAfter()) {
      status = "stale";
    } else if (!known && job != null) {
      status = "processing";
    }
    String refresh =
        job == null ? "" : "\"job\":\"%s\",\"job_url\":\"/v1/jobs/%s\",".formatted(job, job);
    byte[] head = ("{\"status\":\"" + status + "\"," + refresh).getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(head, head.length + state.body().length + 1);
    System.arraycopy(state.body(), 0, whole, head.length, state.body().length);
    whole[whole.length - 1] = '}';
    return whole;
  }
}
