package dev.penstock.engine.sqlite;

import dev.penstock.engine.sqlite.Groups.Birth;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The counts that barriers rest on, for one round of one job. */
final class RoundRow {
  private record Key(int stage, String group) {}

  final int number;

  /** So many of the first stages are known to be complete, and were told of. */
  int announced;

  private final JobRow job;
  private final Map<Key, BarrierRow> rows = new LinkedHashMap<>();
  private final Map<Key, Set<String>> children = new HashMap<>();
  private final long[] open;
  private final boolean[] used;

  RoundRow(JobRow job, int number) {
    this.job = job;
    this.number = number;
    this.open = new long[job.plan.size()];
    this.used = new boolean[job.plan.size()];
  }

  Collection<BarrierRow> rows() {
    return rows.values();
  }

  /** The row, made when it is not there; the caller is about to change it. */
  BarrierRow row(int stage, String group) {
    BarrierRow row = rows.get(new Key(stage, group));
    if (row == null) {
      row = new BarrierRow(stage, group, group.isEmpty() ? 0 : ++job.grouped);
      put(row);
    }
    job.touchBarrier(this, row);
    return row;
  }

  /** Takes a row in, from the database or new; its group becomes reachable from those above it. */
  void put(BarrierRow row) {
    rows.put(new Key(row.stage, row.group), row);
    open[row.stage] += row.open;
    used[row.stage] |= row.used;
    String group = row.group;
    for (Birth birth = job.groups.birth(group); birth != null; birth = job.groups.birth(group)) {
      children
          .computeIfAbsent(new Key(birth.stage(), birth.parent()), k -> new LinkedHashSet<>())
          .add(group);
      group = birth.parent();
    }
  }

  void opened(int stage, String group) {
    BarrierRow row = row(stage, group);
    row.open++;
    row.used = true;
    open[stage]++;
    used[stage] = true;
  }

  void closed(int stage, String group, long chunks) {
    row(stage, group).open -= chunks;
    open[stage] -= chunks;
  }

  boolean used(int stage) {
    return used[stage];
  }

  /** Whether every chunk there has ended and no other will come. */
  boolean complete(int stage, String group) {
    String at = group;
    for (int s = stage; s >= 0; s--) {
      BarrierRow row = rows.get(new Key(s, at));
      if (row != null && row.open > 0) {
        return false;
      }
      at = job.groups.upstream(s, at);
    }
    return true;
  }

  /** Groups of this round that begin at the stage after the given one, from its group. */
  List<String> bornAfter(int stage, String group) {
    return List.copyOf(children.getOrDefault(new Key(stage + 1, group), Set.of()));
  }

  /** Whether the next stage that was not told of is complete now, over all groups. */
  boolean nextIsComplete() {
    if (announced == open.length) {
      return false;
    }
    for (int stage = 0; stage <= announced; stage++) {
      if (open[stage] > 0) {
        return false;
      }
    }
    return true;
  }
}
