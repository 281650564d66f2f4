package dev.penstock.server.watch;

import dev.penstock.server.web.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes what is known of a job's chunks. Times are seconds behind {@code from}. */
final class TraceJson {
  /** Above this one cell stands for several chunks. */
  private static final int MOST_CELLS = 600;

  private final JsonGenerator json;
  private final JobTrace.View view;
  private final long now;

  TraceJson(JsonGenerator json, JobTrace.View view, long now) {
    this.json = json;
    this.view = view;
    this.now = now;
  }

  void write() {
    Json.moment(json, "from", Instant.ofEpochMilli(view.origin()));
    Json.moment(json, "now", Instant.ofEpochMilli(now));
    json.writeNumberProperty("binSeconds", view.width() / 1e3);
    json.writeArrayPropertyStart("stages");
    view.strips().forEach(this::stage);
    json.writeEndArray();
    leases();
    nextRetry();
  }

  private void stage(String name, Strip strip) {
    json.writeStartObject();
    json.writeStringProperty("stage", name);
    seconds("first", strip.lane.first());
    seconds("last", strip.lane.last());
    double p95 = strip.took.quantile(.95);
    if (p95 < 0) {
      json.writeNullProperty("p95");
    } else {
      json.writeNumberProperty("p95", rounded(p95));
    }
    json.writeNumberProperty("chunks", strip.cells.size() + strip.untold);
    json.writeNumberProperty("untold", strip.untold);
    Lane.Bins bins = strip.lane.bins(view.bins());
    bins("wait", bins.waiting());
    bins("run", bins.run());
    bins("retry", bins.retry());
    cells(List.copyOf(strip.cells.values()));
    json.writeEndObject();
  }

  private void seconds(String name, long millis) {
    if (millis < 0) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, millis / 1e3);
    }
  }

  private void bins(String name, double[] values) {
    json.writeArrayPropertyStart(name);
    for (double value : values) {
      json.writeNumber(rounded(value));
    }
    json.writeEndArray();
  }

  private static double rounded(double value) {
    return Math.round(value * 1e3) / 1e3;
  }

  private void cells(List<Cell> cells) {
    int together = (cells.size() + MOST_CELLS - 1) / MOST_CELLS;
    json.writeNumberProperty("together", together);
    json.writeArrayPropertyStart("cells");
    for (int i = 0; i < cells.size(); i += Math.max(1, together)) {
      bin(cells.subList(i, Math.min(cells.size(), i + together)));
    }
    json.writeEndArray();
  }

  /** The worst of a few chunks stands for them. */
  private void bin(List<Cell> bin) {
    Cell worst = bin.getFirst();
    long items = 0;
    for (Cell cell : bin) {
      items += cell.items;
      worst = cell.state.compareTo(worst.state) > 0 ? cell : worst;
    }
    json.writeStartObject();
    json.writeNumberProperty("chunk", worst.number);
    json.writeNumberProperty("of", bin.size());
    json.writeNumberProperty("items", items);
    json.writeStringProperty("state", worst.state.word());
    json.writeArrayPropertyStart("tries");
    worst.tries.forEach(this::attempt);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void attempt(Cell.Try attempt) {
    json.writeStartObject();
    json.writeNumberProperty("attempt", attempt.attempt());
    json.writeStringProperty("worker", attempt.worker());
    // As a text: it has more digits than a reader's numbers may keep.
    json.writeStringProperty("fence", Long.toString(attempt.fence()));
    json.writeNumberProperty("at", (attempt.began() - view.origin()) / 1e3);
    if (attempt.ended() < 0) {
      json.writeNullProperty("seconds");
    } else {
      json.writeNumberProperty("seconds", (attempt.ended() - attempt.began()) / 1e3);
    }
    json.writeStringProperty("outcome", attempt.ended() < 0 ? "running" : attempt.outcome());
    if (!attempt.code().isEmpty()) {
      json.writeStringProperty("code", attempt.code());
      json.writeStringProperty("detail", attempt.detail());
    }
    json.writeEndObject();
  }

  private record Held(String stage, Cell cell) {}

  private List<Held> in(Cell.State state) {
    var found = new ArrayList<Held>();
    for (Map.Entry<String, Strip> strip : view.strips().entrySet()) {
      for (Cell cell : strip.getValue().cells.values()) {
        if (cell.state == state) {
          found.add(new Held(strip.getKey(), cell));
        }
      }
    }
    return found;
  }

  private void leases() {
    List<Held> held = in(Cell.State.RUNNING);
    json.writeNumberProperty("running", held.size());
    json.writeArrayPropertyStart("leases");
    for (Held each : held.subList(0, Math.min(20, held.size()))) {
      Cell.Try attempt = each.cell().tries.getLast();
      json.writeStartObject();
      chunk(each, attempt);
      json.writeStringProperty("worker", attempt.worker());
      json.writeStringProperty("fence", Long.toString(attempt.fence()));
      json.writeNumberProperty("heldSeconds", (now - attempt.began()) / 1e3);
      json.writeNumberProperty("leaseSeconds", (each.cell().until - now) / 1e3);
      json.writeNumberProperty("items", each.cell().items);
      json.writeNumberProperty("through", each.cell().through);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void chunk(Held each, Cell.Try attempt) {
    json.writeStringProperty("stage", each.stage());
    json.writeNumberProperty("chunk", each.cell().number);
    json.writeNumberProperty("attempt", attempt.attempt());
  }

  /** The chunk that failed first of those that are tried again. */
  private void nextRetry() {
    List<Held> delayed = in(Cell.State.RETRY);
    json.writeNumberProperty("retrying", delayed.size());
    if (delayed.isEmpty()) {
      json.writeNullProperty("nextRetry");
      return;
    }
    Held next =
        delayed.stream()
            .min(Comparator.comparingLong(each -> each.cell().tries.getLast().ended()))
            .orElseThrow();
    Cell.Try attempt = next.cell().tries.getLast();
    json.writeObjectPropertyStart("nextRetry");
    chunk(next, attempt);
    Json.moment(json, "failed", Instant.ofEpochMilli(attempt.ended()));
    json.writeStringProperty("code", attempt.code().isEmpty() ? attempt.outcome() : attempt.code());
    json.writeStringProperty("detail", attempt.detail());
    json.writeEndObject();
  }
}
