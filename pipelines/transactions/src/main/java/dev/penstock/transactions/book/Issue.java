package dev.penstock.transactions.book;

import dev.penstock.transactions.wire.Coded;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Something that a person should look at.
 *
 * @param rows ids of the rows concerned
 * @param asset that it is about
 * @param detail one sentence with the facts of this case
 */
public record Issue(Kind kind, Severity severity, String asset, String detail, List<String> rows) {
  /** How bad it is. */
  public enum Severity {
    INFO,
    WARNING,
    ERROR
  }

  /** What kind of thing. */
  public enum Kind {
    NEGATIVE_BALANCE,
    BALANCE_DIFFERS,
    TRANSFER_MATCHED,
    TRANSFER_AMBIGUOUS,
    TRANSFER_UNMATCHED,
    DUPLICATE_SUSPECTED,
    PRICE_MISSING,
    BASIS_MISSING;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final IntFunction<Kind> KINDS = Coded.by(Kind.class);
  private static final IntFunction<Severity> SEVERITIES = Coded.by(Severity.class);

  public Issue {
    rows = List.copyOf(rows);
  }

  /** The same over all runs, as long as it is about the same rows. */
  public String id() {
    var first = new CRC32();
    var second = new CRC32C();
    var parts = new ArrayList<String>(List.of(asset));
    // Which rows lack a cost changes with every row that comes: it stays the same question.
    if (kind != Kind.BASIS_MISSING) {
      parts.addAll(rows);
    }
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      first.update(bytes);
      second.update(bytes);
    }
    long both = first.getValue() << 32 | second.getValue();
    return kind.word().replace('_', '-') + "-" + HexFormat.of().toHexDigits(both);
  }

  public void packInto(Pack pack) {
    pack.u8(Coded.of(kind)).u8(Coded.of(severity)).text(asset).text(detail).whole(rows.size());
    rows.forEach(pack::text);
  }

  public static Issue unpack(Unpack in) {
    Kind kind = KINDS.apply(in.u8());
    Severity severity = SEVERITIES.apply(in.u8());
    String asset = in.text();
    String detail = in.text();
    var rows = new ArrayList<String>();
    for (int i = in.count(); i > 0; i--) {
      rows.add(in.text());
    }
    return new Issue(kind, severity, asset, detail, rows);
  }

  /** Issues in a block. */
  public static List<Issue> all(byte[] bytes) {
    var in = new Unpack(bytes);
    var issues = new ArrayList<Issue>();
    while (in.more()) {
      issues.add(unpack(in));
    }
    return issues;
  }
}
