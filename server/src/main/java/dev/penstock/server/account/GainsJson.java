package dev.penstock.server.account;

import dev.penstock.transactions.book.Holdings;
import dev.penstock.transactions.book.IncomeTable;
import dev.penstock.transactions.gains.GainTable;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.lots.Term;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/** Gains, income and holdings as JSON, year by year. */
final class GainsJson {
  private final GainTable gains;
  private final IncomeTable income;
  private final SortedMap<Integer, BigDecimal> disallowed;

  GainsJson(GainTable gains, IncomeTable income, SortedMap<Integer, BigDecimal> disallowed) {
    this.disallowed = disallowed;
    this.gains = gains;
    this.income = income;
  }

  private record Line(GainTable.Key key, GainTable.Sum sum) {}

  private record Earned(IncomeTable.Key key, IncomeTable.Sum sum) {}

  /** An array of years; one only, where one is asked for. */
  void years(JsonGenerator json, long only) {
    var lines = new ArrayList<Line>();
    var earned = new ArrayList<Earned>();
    var years = new TreeSet<Integer>();
    gains.forEach(
        (key, sum) -> {
          lines.add(new Line(key, sum));
          years.add(key.year());
        });
    income.forEach(
        (key, sum) -> {
          earned.add(new Earned(key, sum));
          years.add(key.year());
        });
    json.writeArrayPropertyStart("years");
    for (int year : years) {
      if (only == 0 || only == year) {
        year(
            json,
            year,
            lines.stream().filter(line -> line.key().year() == year).toList(),
            earned.stream().filter(line -> line.key().year() == year).toList());
      }
    }
    json.writeEndArray();
  }

  private void year(JsonGenerator json, int year, List<Line> lines, List<Earned> earned) {
    long incomplete =
        lines.stream().mapToLong(line -> line.sum().incomplete()).sum()
            + earned.stream().mapToLong(line -> line.sum().incomplete()).sum();
    json.writeStartObject();
    json.writeNumberProperty("year", year);
    json.writeStringProperty("status", incomplete > 0 ? "incomplete" : "complete");
    json.writeNumberProperty("incomplete", incomplete);
    total(json, "gain", lines);
    BigDecimal lost = disallowed.getOrDefault(year, BigDecimal.ZERO);
    TransactionJson.number(json, "disallowed_loss", lost);
    TransactionJson.number(json, "adjusted_gain", total(lines).add(lost));
    total(json, "short", lines.stream().filter(line -> line.key().term() == Term.SHORT).toList());
    total(json, "long", lines.stream().filter(line -> line.key().term() == Term.LONG).toList());
    TransactionJson.number(
        json,
        "income",
        earned.stream().map(line -> line.sum().value()).reduce(BigDecimal.ZERO, BigDecimal::add));
    json.writeArrayPropertyStart("disposals");
    lines.forEach(line -> line(json, line));
    json.writeEndArray();
    json.writeArrayPropertyStart("income_by_kind");
    earned.forEach(line -> earned(json, line));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void total(JsonGenerator json, String name, List<Line> lines) {
    TransactionJson.number(json, name, total(lines));
  }

  private static BigDecimal total(List<Line> lines) {
    return lines.stream().map(line -> line.sum().gain()).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static void line(JsonGenerator json, Line line) {
    json.writeStartObject();
    json.writeStringProperty("asset", line.key().asset());
    if (line.key().term() != Term.NONE) {
      json.writeStringProperty("term", line.key().term().name().toLowerCase(Locale.ROOT));
    }
    json.writeStringProperty("type", line.key().kind().word());
    json.writeStringProperty("quantity", Exact.text(line.sum().quantity()));
    json.writeStringProperty("proceeds", Exact.text(line.sum().proceeds()));
    json.writeStringProperty("cost", Exact.text(line.sum().cost()));
    json.writeStringProperty("gain", Exact.text(line.sum().gain()));
    json.writeNumberProperty("incomplete", line.sum().incomplete());
    json.writeEndObject();
  }

  private static void earned(JsonGenerator json, Earned line) {
    json.writeStartObject();
    json.writeStringProperty("type", line.key().kind().word());
    json.writeStringProperty("asset", line.key().asset());
    json.writeStringProperty("quantity", Exact.text(line.sum().quantity()));
    json.writeStringProperty("value", Exact.text(line.sum().value()));
    json.writeNumberProperty("incomplete", line.sum().incomplete());
    json.writeEndObject();
  }

  /** What is held, and what it would bring. */
  static void holdings(JsonGenerator json, Holdings holdings) {
    json.writeArrayPropertyStart("holdings");
    for (Holdings.Line line : holdings.lines()) {
      BigDecimal value = line.value();
      json.writeStartObject();
      json.writeStringProperty("asset", line.asset());
      json.writeStringProperty("quantity", Exact.text(line.quantity()));
      TransactionJson.number(json, "cost", line.known() ? line.cost() : null);
      TransactionJson.price(json, line.price());
      TransactionJson.number(json, "value", value);
      TransactionJson.number(
          json, "unrealised", value == null || !line.known() ? null : value.subtract(line.cost()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
