package dev.penstock.server.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells in aligned columns. Columns of numbers stand to the right. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();

  private Table() {}

  /**
   * A table with a heading; a heading that starts with {@code >} makes its column right-aligned.
   */
  public static Table of(String... headings) {
    var table = new Table();
    var names = new ArrayList<String>();
    for (String heading : headings) {
      boolean isRight = heading.startsWith(">");
      table.right.add(isRight);
      names.add(isRight ? heading.substring(1) : heading);
    }
    table.rows.add(names);
    return table;
  }

  public Table row(String... cells) {
    if (cells.length != right.size()) {
      throw new IllegalArgumentException(
          "%d cells for %d columns".formatted(cells.length, right.size()));
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Whether there is no row below the heading. */
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** The lines, without trailing blanks. */
  public List<String> lines() {
    int[] widths = new int[right.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      String pad = " ".repeat(widths[i] - cell.length());
      line.append(i == 0 ? "" : "  ").append(right.get(i) ? pad + cell : cell + pad);
    }
    return line.toString().stripTrailing();
  }
}
