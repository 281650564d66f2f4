package dev.penstock.transactions.reconcile;

import dev.penstock.transactions.book.Issue;
import dev.penstock.transactions.wire.Pack;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Collects issues: all of them are counted, and of each kind so many kept as a person may read.
 * Used by one thread.
 */
public final class IssueLog {
  private static final int MOST = 10_000;

  private final Map<Issue.Kind, List<Issue>> kept = new EnumMap<>(Issue.Kind.class);
  private final Map<Issue.Kind, Long> counts = new EnumMap<>(Issue.Kind.class);

  public void add(Issue issue) {
    List<Issue> of = kept.computeIfAbsent(issue.kind(), kind -> new ArrayList<>());
    if (of.size() < MOST) {
      of.add(issue);
    }
    counts.merge(issue.kind(), 1L, Long::sum);
  }

  /** How many there were of each kind. */
  public Map<Issue.Kind, Long> counts() {
    return counts;
  }

  /** The issues in a block, by kind. */
  public byte[] pack() {
    var pack = new Pack(1 << 12);
    kept.values().forEach(of -> of.forEach(issue -> issue.packInto(pack)));
    return pack.toBytes();
  }
}
