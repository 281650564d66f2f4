package dev.penstock.transactions.export;

import dev.penstock.transactions.book.Issue;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.view.AccountView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a person should know of an import before they believe a figure: one sentence a line. Empty
 * where the file said everything, every price is known and no question is open.
 */
public final class Notes {
  /** Prices that are named; of more only how many. */
  private static final int NAMED = 5;

  private Notes() {}

  /**
   * Writes them.
   *
   * @param settled ids of issues about which somebody has decided
   */
  public static void write(AccountView view, Set<String> settled, OutputStream out)
      throws IOException {
    List<String> lines = new ArrayList<>(view.facts().reading().sentences());
    unpriced(view, lines);
    years(view, lines);
    issues(view, settled, lines);
    for (String line : lines) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void unpriced(AccountView view, List<String> lines) {
    long rows = view.facts().unpricedRows();
    if (rows == 0) {
      return;
    }
    var days = new ArrayList<String>();
    view.facts()
        .unpriced()
        .forEach((asset, day) -> days.add(asset + " on " + LocalDate.ofEpochDay(day)));
    String more = days.size() > NAMED ? " and %,d more".formatted(days.size() - NAMED) : "";
    lines.add(
        "%,d of %,d transactions %s unpriced, and what depends on them is in no sum; a price is missing for %s%s."
            .formatted(
                rows,
                view.facts().rows(),
                rows == 1 ? "is" : "are",
                String.join(", ", days.subList(0, Math.min(NAMED, days.size()))),
                more));
  }

  /** A year is as incomplete as the method that misses most. */
  private static void years(AccountView view, List<String> lines) throws IOException {
    var disposals = new TreeMap<Integer, Long>();
    var methods = new TreeMap<Integer, SortedSet<String>>();
    for (Method method : view.methods()) {
      var missing = new TreeMap<Integer, Long>();
      view.gains(method)
          .orElseThrow()
          .forEach((key, sum) -> missing.merge(key.year(), sum.incomplete(), Long::sum));
      missing.forEach(
          (year, count) -> {
            if (count > 0) {
              disposals.merge(year, count, Math::max);
              methods.computeIfAbsent(year, any -> new TreeSet<>()).add(method.word());
            }
          });
    }
    var income = new TreeMap<Integer, Long>();
    view.income()
        .forEach(
            (key, sum) -> {
              if (sum.incomplete() > 0) {
                income.merge(key.year(), sum.incomplete(), Long::sum);
              }
            });
    var years = new TreeSet<>(disposals.keySet());
    years.addAll(income.keySet());
    for (int year : years) {
      lines.add(
          "%d is incomplete: %s."
              .formatted(
                  year,
                  missing(
                      disposals.getOrDefault(year, 0L),
                      methods.getOrDefault(year, new TreeSet<>()),
                      income.getOrDefault(year, 0L))));
    }
  }

  private static String missing(long disposals, Set<String> methods, long receipts) {
    var parts = new ArrayList<String>();
    if (disposals > 0) {
      parts.add(
          "%,d %s of %s without a known gain"
              .formatted(
                  disposals,
                  disposals == 1 ? "disposal" : "disposals",
                  String.join(" and ", methods)));
    }
    if (receipts > 0) {
      parts.add(
          "%,d %s of income without a known value"
              .formatted(receipts, receipts == 1 ? "receipt" : "receipts"));
    }
    return String.join(", ", parts);
  }

  private static void issues(AccountView view, Set<String> settled, List<String> lines)
      throws IOException {
    Map<String, Long> kinds = new TreeMap<>();
    long open = 0;
    for (Issue issue : view.issues()) {
      if (!settled.contains(issue.id())) {
        kinds.merge(issue.kind().word(), 1L, Long::sum);
        open++;
      }
    }
    if (open > 0) {
      lines.add(
          "%,d open %s: %s."
              .formatted(
                  open,
                  open == 1 ? "issue" : "issues",
                  kinds.entrySet().stream()
                      .map(kind -> "%,d %s".formatted(kind.getValue(), kind.getKey()))
                      .collect(Collectors.joining(", "))));
    }
  }
}
