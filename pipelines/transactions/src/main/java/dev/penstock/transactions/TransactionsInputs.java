package dev.penstock.transactions;

import dev.penstock.csv.DateOrder;
import dev.penstock.csv.DecimalStyle;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.Input;
import dev.penstock.pipeline.InputKind;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.transactions.book.Facts;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.lots.Rules;
import dev.penstock.transactions.rows.Column;
import dev.penstock.transactions.rows.RowParser;
import dev.penstock.transactions.rows.Sniffer;
import dev.penstock.transactions.store.MappingBook;
import java.time.DateTimeException;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The inputs of the transactions pipeline: their declaration, and how stages read them.
 *
 * @param methods computed and published, in this order
 * @param prices the source that is asked for prices that are not known yet
 */
record TransactionsInputs(
    String account,
    String currency,
    List<Method> methods,
    Rules rules,
    RowParser.Setting rows,
    Sniffer.Said said,
    Optional<String> prices,
    boolean allResults) {
  private static final InputKind ZONE =
      new InputKind.Text(Pattern.compile("[A-Za-z0-9_/+:-]+"), 64, "time zone");

  static final Inputs DECLARED =
      Inputs.of(
          Input.of(
              "account",
              new InputKind.Text(
                  Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*"), 64, "name of an account"),
              "default",
              "account whose ledger takes the rows"),
          Input.of(
              "currency",
              new InputKind.Text(Pattern.compile("[A-Z]{3}"), 3, "currency code"),
              "USD",
              "currency in which gains are reported"),
          Input.of(
                  "method",
                  new InputKind.Text(Pattern.compile("[a-z0-9,]+"), 64, "method, or several"),
                  "fifo",
                  "how disposals choose lots: " + String.join(", ", Method.words()))
              .checkedBy(TransactionsInputs::methodProblem),
          Input.of(
              "scope",
              new InputKind.Choice(List.of("universal", "wallet")),
              "universal",
              "whether each wallet has lots of its own"),
          Input.of(
              "missing-basis",
              new InputKind.Choice(List.of("zero", "market")),
              "zero",
              "what a disposal costs that nothing was acquired for"),
          Input.of("time-zone", ZONE, "UTC", "zone of times that name no offset")
              .checkedBy(text -> zoneProblem("time-zone", text)),
          Input.of("report-zone", ZONE, "UTC", "zone whose days and years count")
              .checkedBy(text -> zoneProblem("report-zone", text)),
          Input.of(
                  "year-start",
                  new InputKind.Text(Pattern.compile("[0-9]{2}-[0-9]{2}"), 5, "month and day"),
                  "01-01",
                  "first day of a tax year, for example 04-06")
              .checkedBy(TransactionsInputs::yearStartProblem),
          Input.of(
              "wallet",
              new InputKind.Text(Pattern.compile("\\S.*"), 64, "name of a wallet"),
              "main",
              "wallet of rows that name none"),
          Input.of(
              "prices",
              new InputKind.Text(Pattern.compile("\\S.*"), 1000, "price source"),
              null,
              "source of prices that are not known yet: its name or, in a run, a file or URL"),
          Input.of(
              "dates",
              new InputKind.Choice(List.of("auto", "ymd", "dmy", "mdy", "epoch")),
              "auto",
              "order of day, month and year in the file"),
          Input.of(
              "decimals",
              new InputKind.Choice(List.of("auto", "point", "comma")),
              "auto",
              "what begins the fraction of a number in the file"),
          Input.of(
                  "columns",
                  new InputKind.Text(Pattern.compile("[^=]+=.+"), 1000, "list of column=header"),
                  null,
                  "which header stands for which column: timestamp=Booked;base_amount=Units")
              .checkedBy(TransactionsInputs::columnsProblem),
          Input.of(
              "results",
              new InputKind.Choice(List.of("summary", "all")),
              "summary",
              "which result files are written"));

  /** What a saved mapping says. */
  static Sniffer.Said said(MappingBook.Mapping mapping) {
    return new Sniffer.Said(
        of(mapping.decimals(), DecimalStyle.values()),
        of(mapping.dates(), DateOrder.values()),
        columns(mapping.columns()));
  }

  static TransactionsInputs of(InputValues values) {
    Map<Column, String> columns = columns(values.optional("columns").orElse(""));
    return new TransactionsInputs(
        values.text("account"),
        values.text("currency"),
        methods(values.text("method")),
        rules(values),
        new RowParser.Setting(
            ZoneId.of(values.text("time-zone")), values.text("wallet"), values.text("currency")),
        new Sniffer.Said(
            of(values.text("decimals"), DecimalStyle.values()),
            of(values.text("dates"), DateOrder.values()),
            columns),
        values.optional("prices"),
        values.text("results").equals("all"));
  }

  private static Rules rules(InputValues values) {
    return new Rules(
        methods(values.text("method")).getFirst(),
        values.text("scope").equals("wallet"),
        Rules.MissingBasis.valueOf(values.text("missing-basis").toUpperCase(Locale.ROOT)),
        ZoneId.of(values.text("report-zone")),
        yearStart(values.text("year-start")));
  }

  /** The rules of one of the methods. */
  Rules rules(Method method) {
    return new Rules(method, rules.perWallet(), rules.missing(), rules.zone(), rules.yearStart());
  }

  /** How gains are reported, as readers are told. */
  Facts.Basis basis() {
    return new Facts.Basis(
        currency,
        methods.stream().map(Method::word).toList(),
        rules.perWallet(),
        rules.zone().getId(),
        rules.yearStart().toString().substring(2));
  }

  /** What a pool's matches depend on besides its events. */
  String settingOf(Method method) {
    return "%s %s %s %s %s"
        .formatted(
            method.word(), rules.perWallet(), rules.missing(), rules.zone(), rules.yearStart());
  }

  private static List<Method> methods(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(word -> Method.of(word).orElseThrow())
        .distinct()
        .toList();
  }

  private static Optional<Problem> methodProblem(String text) {
    for (String word : text.split(",", -1)) {
      if (Method.of(word).isEmpty()) {
        return invalid("method", text, "expected some of " + String.join(", ", Method.words()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Problem> zoneProblem(String input, String text) {
    try {
      ZoneId.of(text);
      return Optional.empty();
    } catch (DateTimeException e) {
      return invalid(input, text, "expected a time zone such as Europe/London");
    }
  }

  private static MonthDay yearStart(String text) {
    return MonthDay.parse("--" + text);
  }

  private static Optional<Problem> yearStartProblem(String text) {
    try {
      yearStart(text);
      return Optional.empty();
    } catch (DateTimeException e) {
      return invalid("year-start", text, "expected a month and a day such as 04-06");
    }
  }

  private static Map<Column, String> columns(String text) {
    var columns = new EnumMap<Column, String>(Column.class);
    for (String pair : text.isEmpty() ? new String[0] : text.split(";", -1)) {
      String[] parts = pair.split("=", 2);
      Column.named(parts[0].strip()).ifPresent(column -> columns.put(column, parts[1]));
    }
    return columns;
  }

  private static Optional<Problem> columnsProblem(String text) {
    for (String pair : text.split(";", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length != 2 || Column.named(parts[0].strip()).isEmpty()) {
        return invalid(
            "columns",
            text,
            "expected column=header, with a column of "
                + String.join(", ", Arrays.stream(Column.values()).map(Column::word).toList()));
      }
    }
    return Optional.empty();
  }

  private static <E extends Enum<E>> Optional<E> of(String word, E[] values) {
    return Arrays.stream(values)
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  private static Optional<Problem> invalid(String input, String text, String why) {
    return Optional.of(new Problem("input.invalid", "%s=%s: %s".formatted(input, text, why)));
  }
}
