package dev.penstock.engine;

import dev.penstock.engine.ReadyRow.Kind;
import dev.penstock.pipeline.Toll;
import dev.penstock.pipeline.Versions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A tenant at one stage: what it was served, and its ready chunks. */
final class Contender<J> {
  /** The least served first, and of equal ones whoever has waited longer. */
  static final Comparator<Contender<?>> LEAST_SERVED =
      Comparator.comparingLong((Contender<?> each) -> each.served)
          .thenComparingLong(each -> each.since);

  final String tenant;

  /** When its next chunk is due, on the clock of what was served. */
  long served;

  /** Its place among those that were served as much. */
  long since;

  final Map<Kind, ReadyRow<J>> rows = new HashMap<>();

  /** The rows in turn: by version, priority and toll. */
  private final TreeMap<Integer, TreeMap<Integer, LinkedHashMap<Optional<Toll>, ReadyRow<J>>>>
      inTurn = new TreeMap<>();

  Contender(String tenant) {
    this.tenant = tenant;
  }

  /** Versions of which it has something in turn. */
  Set<Integer> versions() {
    return inTurn.keySet();
  }

  /** Puts a row at the end of its equals; whether it is the first of its version. */
  boolean enter(ReadyRow<J> row) {
    boolean first = !inTurn.containsKey(row.kind.version());
    inTurn
        .computeIfAbsent(row.kind.version(), v -> new TreeMap<>(Comparator.reverseOrder()))
        .computeIfAbsent(row.kind.priority(), p -> new LinkedHashMap<>())
        .put(row.kind.toll(), row);
    return first;
  }

  /** Takes a row out of turn; whether it was the last of its version. */
  boolean leave(ReadyRow<J> row) {
    var priorities = inTurn.get(row.kind.version());
    var tolls = priorities == null ? null : priorities.get(row.kind.priority());
    if (priorities == null || tolls == null || tolls.remove(row.kind.toll()) == null) {
      throw new IllegalStateException(row.kind + " of " + tenant + " is not in turn");
    }
    if (tolls.isEmpty()) {
      priorities.remove(row.kind.priority());
    }
    if (priorities.isEmpty()) {
      inTurn.remove(row.kind.version());
    }
    return priorities.isEmpty();
  }

  /** The row whose turn it is: the highest priority goes first, then the oldest version. */
  @Nullable ReadyRow<J> first(Versions versions) {
    ReadyRow<J> first = null;
    for (var priorities :
        inTurn.subMap(versions.oldest(), true, versions.newest(), true).values()) {
      ReadyRow<J> row = priorities.firstEntry().getValue().firstEntry().getValue();
      if (first == null || row.kind.priority() > first.kind.priority()) {
        first = row;
      }
    }
    return first;
  }
}
