package dev.penstock.store.embedded.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as the registry's columns hold them. */
final class Columns {
  private Columns() {}

  static Instant moment(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  static Optional<Instant> maybe(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  static @Nullable Long millis(Optional<Instant> moment) {
    return moment.map(Instant::toEpochMilli).orElse(null);
  }

  /** Words with commas between them, in order. */
  static <T> String joined(Collection<T> things, Function<T, String> word) {
    return things.stream().map(word).sorted().collect(Collectors.joining(","));
  }

  static <T> Set<T> split(String words, Function<String, T> thing) {
    return words.isEmpty()
        ? Set.of()
        : Arrays.stream(words.split(",", -1)).map(thing).collect(Collectors.toSet());
  }
}
