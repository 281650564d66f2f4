package dev.penstock.transactions.book;

import dev.penstock.transactions.rows.Records;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a row of a ledger for the outside: its sort key and which of several equal rows it is.
 *
 * @param ordinal from 0
 */
public record RowId(byte[] key, int ordinal) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{50}(-[1-9][0-9]{0,8})?");

  public String text() {
    String hex = HexFormat.of().formatHex(key);
    return ordinal == 0 ? hex : hex + "-" + ordinal;
  }

  public static Optional<RowId> of(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    byte[] key = HexFormat.of().parseHex(text, 0, 2 * Records.KEY);
    int ordinal = text.length() == 2 * Records.KEY ? 0 : Integer.parseInt(text.substring(51));
    return Optional.of(new RowId(key, ordinal));
  }
}
