package dev.penstock.transactions.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe
 * before it; numbers stay numbers. Used by one thread.
 */
public final class CsvOut implements Table {
  private static final String FORMULA = "=+-@\t\r";

  private final OutputStream out;
  private final StringBuilder line = new StringBuilder();

  public CsvOut(OutputStream out) {
    this.out = out;
  }

  @Override
  public void row(String... fields) throws IOException {
    line.setLength(0);
    for (int i = 0; i < fields.length; i++) {
      field(i, fields[i]);
    }
    line.append("\r\n");
    out.write(line.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void field(int index, String field) {
    if (index > 0) {
      line.append(',');
    }
    boolean harm = !field.isEmpty() && FORMULA.indexOf(field.charAt(0)) >= 0 && !isNumber(field);
    String safe = harm ? "'" + field : field;
    boolean quoted = safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    if (quoted) {
      line.append('"').append(safe.replace("\"", "\"\"")).append('"');
    } else {
      line.append(safe);
    }
  }

  private static boolean isNumber(String text) {
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.' && c != ',') {
        return false;
      }
    }
    return text.length() > 1 && (text.charAt(0) == '-' || text.charAt(0) == '+');
  }
}
