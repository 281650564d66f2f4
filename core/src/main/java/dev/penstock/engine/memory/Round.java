package dev.penstock.engine.memory;

import dev.penstock.engine.memory.Groups.Birth;
import dev.penstock.job.Tally;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The counts that barriers rest on, for one round of one job. */
final class Round {
  /** Counts of one stage and group. */
  static final class Row {
    long open;
    boolean used;
    boolean fired;

    /** What a barrier after this row will hand on. */
    Tally passed = Tally.ZERO;
  }

  private record Key(int stage, String group) {}

  private final Groups groups;
  private final Map<Key, Row> rows = new HashMap<>();
  private final Map<Key, Set<String>> children = new HashMap<>();
  private final long[] open;
  private final boolean[] used;
  private final boolean[] announced;

  Round(Groups groups, int stages) {
    this.groups = groups;
    this.open = new long[stages];
    this.used = new boolean[stages];
    this.announced = new boolean[stages];
  }

  Row row(Seat seat) {
    return rows.computeIfAbsent(new Key(seat.stage(), seat.group()), k -> adopted(k.group()));
  }

  boolean used(int stage) {
    return used[stage];
  }

  void opened(Seat seat) {
    Row row = row(seat);
    row.open++;
    row.used = true;
    open[seat.stage()]++;
    used[seat.stage()] = true;
  }

  void closed(Seat seat) {
    row(seat).open--;
    open[seat.stage()]--;
  }

  /** Whether every chunk has ended and no other will come. */
  boolean complete(Seat seat) {
    Row row = rows.get(new Key(seat.stage(), seat.group()));
    if (row != null && row.open > 0) {
      return false;
    }
    return seat.stage() == 0
        || complete(new Seat(seat.stage() - 1, groups.upstream(seat), seat.round()));
  }

  /** Groups of this round that begin at the stage after the seat's, from its group. */
  List<String> bornAfter(Seat seat) {
    return List.copyOf(children.getOrDefault(new Key(seat.stage() + 1, seat.group()), Set.of()));
  }

  /** Whether the stage has become complete, over all groups, since it was last asked. */
  boolean newlyComplete(int stage) {
    for (int i = 0; i <= stage; i++) {
      if (open[i] > 0) {
        return false;
      }
    }
    boolean news = used[stage] && !announced[stage];
    announced[stage] = announced[stage] || news;
    return news;
  }

  /** A new row; its group becomes reachable from the groups above it. */
  private Row adopted(String group) {
    for (Birth birth = groups.birth(group); birth != null; birth = groups.birth(group)) {
      children
          .computeIfAbsent(new Key(birth.stage(), birth.parent()), k -> new LinkedHashSet<>())
          .add(group);
      group = birth.parent();
    }
    return new Row();
  }

  /** Rows in which items wait for a barrier. */
  List<Seat> waiting(int round) {
    return rows.entrySet().stream()
        .filter(e -> !e.getValue().fired && e.getValue().passed.in() > 0)
        .map(e -> new Seat(e.getKey().stage(), e.getKey().group(), round))
        .toList();
  }
}
