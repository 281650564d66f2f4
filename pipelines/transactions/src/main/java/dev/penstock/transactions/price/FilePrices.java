package dev.penstock.transactions.price;

import dev.penstock.csv.DateOrder;
import dev.penstock.csv.DecimalField;
import dev.penstock.csv.DecimalStyle;
import dev.penstock.csv.Dialect;
import dev.penstock.csv.Dialects;
import dev.penstock.csv.MomentField;
import dev.penstock.csv.RowReader;
import dev.penstock.transactions.rows.WantedPrices;
import dev.penstock.transactions.store.PriceBook.Point;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Prices in a CSV with the columns {@code date}, {@code asset}, {@code price} and, where it holds
 * several, {@code currency}; in any order, other columns beside them.
 */
public final class FilePrices implements PriceSource {
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "date", List.of("date", "day", "time", "timestamp"),
          "asset", List.of("asset", "symbol", "coin", "base", "base_asset"),
          "price", List.of("price", "value", "close", "rate"),
          "currency", List.of("currency", "quote", "quote_asset"));

  private final Path file;

  public FilePrices(Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return "file/" + file.getFileName();
  }

  @Override
  public String key() {
    return file.toString();
  }

  @Override
  public boolean knows(String asset) {
    return true;
  }

  @Override
  public Optional<String> gate() {
    return Optional.empty();
  }

  @Override
  public List<Window> windows(String asset, String currency, SortedSet<Long> days) {
    return List.of(new Window(asset, currency, days.first(), days.last()));
  }

  @Override
  public Fetched fetch(Window window, Entry entry) throws IOException {
    List<Point> points =
        read(Files.readAllBytes(file), name(), window.currency()).stream()
            .filter(point -> point.asset().equals(window.asset()))
            .toList();
    return points.isEmpty() ? new Fetched.UnknownAsset() : new Fetched.Points(points);
  }

  /**
   * The prices in a file that are in a currency, or do not say in which.
   *
   * @throws UnreadablePricesException when a row cannot be read: a price that is not there because
   *     of a slip of the pen would be missed silently
   */
  public static List<Point> read(byte[] bytes, String source, String currency) throws IOException {
    Dialect dialect = Dialects.of(bytes, bytes.length, true);
    var rows = new RowReader(bytes, bytes.length, dialect, 1);
    if (!rows.next()) {
      throw new UnreadablePricesException("there are no prices in " + source);
    }
    var columns = columns(rows);
    int date = place(columns, "date", source);
    int asset = place(columns, "asset", source);
    int price = place(columns, "price", source);
    int in = columns.getOrDefault("currency", -1);
    var dates = new ArrayList<String>();
    var points = new ArrayList<String[]>();
    while (rows.next()) {
      points.add(
          new String[] {
            rows.text(date),
            rows.text(asset).strip().toUpperCase(Locale.ROOT),
            rows.text(price),
            in < 0 ? currency : rows.text(in).strip(),
            Long.toString(rows.line())
          });
      dates.add(points.getLast()[0]);
    }
    var read = new Reading(dates, source);
    var found = new ArrayList<Point>(points.size());
    for (String[] point : points) {
      if (point[3].equalsIgnoreCase(currency)) {
        Point told = read.point(point);
        // Exports say zero where they know of none.
        if (told.value() == null || told.value().signum() > 0) {
          found.add(told);
        }
      }
    }
    return found;
  }

  private static int place(Map<String, Integer> columns, String needed, String source)
      throws UnreadablePricesException {
    Integer at = columns.get(needed);
    if (at == null) {
      throw new UnreadablePricesException("%s has no column %s".formatted(source, needed));
    }
    return at;
  }

  private static Map<String, Integer> columns(RowReader header) {
    var columns = new HashMap<String, Integer>();
    for (int i = 0; i < header.fields(); i++) {
      String name = header.text(i).replace("\ufeff", "").strip().toLowerCase(Locale.ROOT);
      int at = i;
      NAMES.forEach(
          (column, names) -> {
            if (names.contains(name)) {
              columns.putIfAbsent(column, at);
            }
          });
    }
    return columns;
  }

  private static final class Reading {
    private final MomentField moments;
    private final String source;

    Reading(List<String> dates, String source) {
      this.moments = new MomentField(DateOrder.of(dates), ZoneOffset.UTC);
      this.source = source;
    }

    Point point(String[] row) throws IOException {
      byte[] date = row[0].getBytes(StandardCharsets.UTF_8);
      BigDecimal price = DecimalField.parse(row[2], DecimalStyle.POINT);
      if (moments.read(date, 0, date.length) != MomentField.Read.DONE
          || price == null
          || price.signum() < 0) {
        throw new UnreadablePricesException(
            "line %s of %s is not a date, an asset and a price".formatted(row[4], source));
      }
      long day = WantedPrices.day(moments.millis());
      return Point.found(row[1], day, price, source);
    }
  }

  /** A price file that cannot be used. */
  public static final class UnreadablePricesException extends IOException {
    UnreadablePricesException(String message) {
      super(message);
    }
  }
}
