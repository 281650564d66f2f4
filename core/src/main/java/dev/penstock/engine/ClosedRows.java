package dev.penstock.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were found behind a closed gate: out of turn, so that no claim looks at them, until the
 * gate gives way or its time has come.
 */
final class ClosedRows<J> {
  private final Map<String, Set<ReadyRow<J>>> byGate = new HashMap<>();
  private final TreeMap<Instant, Set<ReadyRow<J>>> byTime = new TreeMap<>();

  void put(ReadyRow<J> row, Instant opens) {
    row.opens = opens;
    byGate.computeIfAbsent(gate(row), g -> new LinkedHashSet<>()).add(row);
    byTime.computeIfAbsent(opens, t -> new LinkedHashSet<>()).add(row);
  }

  void remove(ReadyRow<J> row) {
    Instant opens = row.opens;
    if (opens == null) {
      throw new IllegalStateException(row.kind + " is not behind a gate");
    }
    remove(byGate, gate(row), row);
    remove(byTime, opens, row);
    row.opens = null;
  }

  private static <K, R> void remove(Map<K, Set<R>> sets, K key, R row) {
    Set<R> set = sets.getOrDefault(key, Set.of());
    if (set.size() > 1) {
      set.remove(row);
    } else {
      sets.remove(key);
    }
  }

  /** Takes out those whose time has come. */
  List<ReadyRow<J>> due(Instant now) {
    if (byTime.isEmpty() || byTime.firstKey().isAfter(now)) {
      return List.of();
    }
    var due = new ArrayList<ReadyRow<J>>();
    byTime.headMap(now, true).values().forEach(due::addAll);
    due.forEach(this::remove);
    return due;
  }

  /** Takes out those of a gate. */
  List<ReadyRow<J>> behind(String gate) {
    List<ReadyRow<J>> behind = List.copyOf(byGate.getOrDefault(gate, Set.of()));
    behind.forEach(this::remove);
    return behind;
  }

  /** Takes out all. */
  List<ReadyRow<J>> all() {
    var all = new ArrayList<ReadyRow<J>>();
    byTime.values().forEach(all::addAll);
    all.forEach(this::remove);
    return all;
  }

  /** When the first of them is due; null: there is none. */
  @Nullable Instant earliest() {
    return byTime.isEmpty() ? null : byTime.firstKey();
  }

  private static String gate(ReadyRow<?> row) {
    return row.kind.toll().orElseThrow().gate();
  }
}
