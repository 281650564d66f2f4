package dev.penstock.server.ogc;

import dev.penstock.formats.JsonMembers;
import dev.penstock.geometry.store.FeatureRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;

/** {@code name=value}, once for each property: features that have all of them are found. */
record PropertyQuery(Map<String, String> wanted) {
  private static final int LONGEST = 400;

  PropertyQuery {
    wanted = Map.copyOf(wanted);
  }

  boolean meets(FeatureRow row, JsonMembers members) throws IOException {
    if (wanted.isEmpty()) {
      return true;
    }
    int found = 0;
    members.over(row.properties());
    while (members.next()) {
      String value = wanted.get(members.name());
      if (value != null) {
        if (!same(value, members)) {
          return false;
        }
        found++;
      }
    }
    return found >= wanted.size();
  }

  private static boolean same(String value, JsonMembers members) throws IOException {
    return switch (members.first()) {
      case '"' -> members.stringValue().equals(value);
      case 'n' -> false;
      case 't', 'f', '{', '[' -> members.raw().equals(value);
      default -> members.raw().equals(value) || sameNumber(value, members.raw());
    };
  }

  private static boolean sameNumber(String value, String number) {
    if (value.length() > LONGEST || number.length() > LONGEST) {
      return false;
    }
    try {
      return new BigDecimal(value).compareTo(new BigDecimal(number)) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
