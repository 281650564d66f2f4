package dev.penstock.transactions.export;

import dev.penstock.transactions.book.Issue;
import dev.penstock.transactions.gains.GainTable;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.rows.Reading;
import dev.penstock.transactions.view.AccountView;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** The whole of an account in a page of JSON: what a person or a program asks first. */
public final class Report {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private Report() {}

  /**
   * Writes the report.
   *
   * @param before what was published before: what has become of its gains is told too
   * @param settled ids of issues about which somebody has decided
   */
  public static void write(
      AccountView view, Optional<AccountView> before, Set<String> settled, OutputStream out)
      throws IOException {
    var facts = view.facts();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("account", view.generation().account());
      json.writeStringProperty("currency", facts.currency());
      json.writeStringProperty("hash", facts.hash());
      json.writeNumberProperty("transactions", facts.rows());
      json.writeNumberProperty("unpriced", facts.unpricedRows());
      json.writeStringProperty("status", status(facts.unpricedRows()));
      json.writeObjectPropertyStart("gains");
      for (Method method : view.methods()) {
        years(json, method, view.gains(method).orElseThrow());
      }
      json.writeEndObject();
      if (before.isPresent()) {
        changes(json, view, before.get());
      }
      json.writeObjectPropertyStart("issues");
      Map<String, Long> issues = new TreeMap<>();
      long open = 0;
      for (Issue issue : view.issues()) {
        issues.merge(issue.kind().word(), 1L, Long::sum);
        open += settled.contains(issue.id()) ? 0 : 1;
      }
      issues.forEach(json::writeNumberProperty);
      json.writeEndObject();
      json.writeNumberProperty("open_issues", open);
      reading(json, facts.reading());
      json.writeEndObject();
    }
  }

  /** How the file was read. */
  private static void reading(JsonGenerator json, Reading reading) {
    json.writeObjectPropertyStart("reading");
    json.writeObjectPropertyStart("columns");
    reading.columns().forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeArrayPropertyStart("unused");
    reading.unused().forEach(json::writeString);
    json.writeEndArray();
    json.writeObjectPropertyStart("assumed");
    reading.assumed().forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Every year whose gain is another one now. */
  private static void changes(JsonGenerator json, AccountView view, AccountView before)
      throws IOException {
    json.writeArrayPropertyStart("changes");
    for (Method method : view.methods()) {
      Optional<GainTable> old = before.gains(method);
      if (old.isPresent() && before.facts().currency().equals(view.facts().currency())) {
        var was = byYear(old.get());
        var is = byYear(view.gains(method).orElseThrow());
        var years = new TreeSet<>(was.keySet());
        years.addAll(is.keySet());
        for (int year : years) {
          change(
              json,
              method,
              year,
              was.getOrDefault(year, BigDecimal.ZERO),
              is.getOrDefault(year, BigDecimal.ZERO));
        }
      }
    }
    json.writeEndArray();
  }

  private static void change(
      JsonGenerator json, Method method, int year, BigDecimal was, BigDecimal is) {
    if (was.compareTo(is) != 0) {
      json.writeStartObject();
      json.writeStringProperty("method", method.word());
      json.writeNumberProperty("year", year);
      json.writeStringProperty("before", Exact.text(was));
      json.writeStringProperty("now", Exact.text(is));
      json.writeEndObject();
    }
  }

  private static Map<Integer, BigDecimal> byYear(GainTable table) {
    Map<Integer, BigDecimal> years = new TreeMap<>();
    table.forEach((key, sum) -> years.merge(key.year(), sum.gain(), BigDecimal::add));
    return years;
  }

  private static String status(long unpriced) {
    return unpriced > 0 ? "incomplete" : "complete";
  }

  private static void years(JsonGenerator json, Method method, GainTable table) {
    Map<Integer, BigDecimal> years = byYear(table);
    Map<Integer, Long> incomplete = new TreeMap<>();
    table.forEach((key, sum) -> incomplete.merge(key.year(), sum.incomplete(), Long::sum));
    json.writeObjectPropertyStart(method.word());
    years.forEach(
        (year, gain) -> {
          json.writeObjectPropertyStart(Integer.toString(year));
          json.writeStringProperty("gain", Exact.text(gain));
          json.writeStringProperty("status", status(incomplete.getOrDefault(year, 0L)));
          json.writeEndObject();
        });
    json.writeEndObject();
  }
}
