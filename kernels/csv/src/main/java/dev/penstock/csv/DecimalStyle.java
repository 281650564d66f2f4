package dev.penstock.csv;

import java.util.List;

/** Which character begins the fraction of a number; the other one groups thousands. */
public enum DecimalStyle {
  POINT('.', ','),
  COMMA(',', '.');

  final char point;
  final char group;

  DecimalStyle(char point, char group) {
    this.point = point;
    this.group = group;
  }

  /** Guesses from numbers as they were written; a point where they leave it open. */
  public static DecimalStyle of(List<String> numbers) {
    int votes = 0;
    for (String number : numbers) {
      votes += vote(number.strip());
    }
    return votes < 0 ? COMMA : POINT;
  }

  /** Above zero for a point, below for a comma, zero where it could be either. */
  private static int vote(String number) {
    int point = number.lastIndexOf('.');
    int comma = number.lastIndexOf(',');
    if (point >= 0 && comma >= 0) {
      return point > comma ? 1 : -1;
    }
    if (point < 0 && comma < 0) {
      return 0;
    }
    char mark = point >= 0 ? '.' : ',';
    int at = Math.max(point, comma);
    // 1,234,567 and 1,234 may be thousands; 1,23 and 1,2345 and 0,123 are not.
    boolean grouped =
        number.length() - at - 1 == 3 && !number.startsWith("0") && !number.startsWith("-0");
    boolean several = number.indexOf(mark) < at;
    if (several) {
      return mark == ',' ? 1 : -1;
    }
    return grouped ? 0 : mark == '.' ? 1 : -1;
  }
}
