package dev.penstock.server.account;

import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import dev.penstock.transactions.export.CsvOut;
import dev.penstock.transactions.export.Table;
import dev.penstock.transactions.export.XlsxOut;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** In which form an answer is wanted. */
enum Format {
  JSON,
  CSV,
  XLSX,
  /** The American form's columns, as CSV. */
  FORM8949,
  FORM8949_XLSX;

  private static final String WORKBOOK =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  /** Writes all rows of a table. */
  @FunctionalInterface
  interface Writing {
    void to(Table table) throws IOException;
  }

  static Format of(Query query, Format... possible) {
    String word = query.one("format").orElse("json");
    return Arrays.stream(possible)
        .filter(format -> format.word().equals(word))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> words = Arrays.stream(possible).map(Format::word).toList();
              return Query.invalid("format", "is one of " + String.join(", ", words));
            });
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean isForm() {
    return this == FORM8949 || this == FORM8949_XLSX;
  }

  private boolean isWorkbook() {
    return this == XLSX || this == FORM8949_XLSX;
  }

  /** A file, streamed. */
  Reply sheet(String tag, Writing writing) {
    return new Reply.Streamed(
        200,
        isWorkbook() ? WORKBOOK : "text/csv",
        new TreeMap<>(Map.of("ETag", tag, "Cache-Control", "no-cache")),
        -1,
        out -> {
          var buffered = new BufferedOutputStream(out, 1 << 16);
          if (isWorkbook()) {
            try (var book = new XlsxOut(buffered)) {
              writing.to(book);
            }
          } else {
            writing.to(new CsvOut(buffered));
          }
          buffered.flush();
        });
  }
}
