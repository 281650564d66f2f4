package dev.penstock.transactions.export;

import dev.penstock.transactions.book.Issue;
import dev.penstock.transactions.gains.GainTable;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.view.AccountView;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** The whole of an account in a page of JSON: what a person or a program asks first. */
public final class Report {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private Report() {}

  public static void write(AccountView view, OutputStream out) throws IOException {
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
      json.writeObjectPropertyStart("issues");
      Map<String, Long> issues = new TreeMap<>();
      for (Issue issue : view.issues()) {
        issues.merge(issue.kind().word(), 1L, Long::sum);
      }
      issues.forEach(json::writeNumberProperty);
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  private static String status(long unpriced) {
    return unpriced > 0 ? "incomplete" : "complete";
  }

  private static void years(JsonGenerator json, Method method, GainTable table) {
    Map<Integer, BigDecimal> years = new TreeMap<>();
    Map<Integer, Long> incomplete = new TreeMap<>();
    table.forEach(
        (key, sum) -> {
          years.merge(key.year(), sum.gain(), BigDecimal::add);
          incomplete.merge(key.year(), sum.incomplete(), Long::sum);
        });
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
