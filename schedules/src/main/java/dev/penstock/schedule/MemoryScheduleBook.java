package dev.penstock.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Book and ledger in plain memory, for tests and for a plant that keeps nothing. */
public final class MemoryScheduleBook implements ScheduleBook, SlotLedger {
  private final TreeMap<ScheduleKey, Kept> kept = new TreeMap<>();

  /** The last changed last. */
  private final Map<ScheduleKey, List<Done>> done = new HashMap<>();

  private record Done(Timing timing, Range range) {}

  @Override
  public synchronized boolean add(Schedule schedule) {
    return kept.putIfAbsent(schedule.key(), new Kept(schedule, Position.at(schedule.since())))
        == null;
  }

  @Override
  public synchronized void put(Schedule schedule) {
    kept.merge(
        schedule.key(),
        new Kept(schedule, Position.at(schedule.since())),
        (before, fresh) -> new Kept(schedule, position(before, schedule.since())));
  }

  private static Position position(Kept before, Instant since) {
    return before.schedule().since().equals(since)
        ? before.position()
        : before.position().restartedAt(since);
  }

  @Override
  public synchronized Optional<Kept> get(ScheduleKey key) {
    return Optional.ofNullable(kept.get(key));
  }

  @Override
  public synchronized List<Kept> list(String tenant, String after, int limit) {
    return kept.values().stream()
        .filter(each -> each.schedule().key().tenant().equals(tenant))
        .filter(each -> each.schedule().key().id().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Dial> dials(Optional<ScheduleKey> after, int limit) {
    var rest = after.map(key -> kept.tailMap(key, false)).orElse(kept);
    return rest.values().stream()
        .filter(each -> each.schedule().enabled())
        .map(
            each ->
                new Dial(
                    each.schedule().key(), each.schedule().timing(), each.position().through()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized boolean remove(ScheduleKey key) {
    done.remove(key);
    return kept.remove(key) != null;
  }

  @Override
  public synchronized boolean advance(ScheduleKey key, Instant from, Position to) {
    Kept before = kept.get(key);
    if (before == null || !before.position().through().equals(from)) {
      return false;
    }
    kept.put(key, new Kept(before.schedule(), to));
    return true;
  }

  @Override
  public synchronized List<Range> done(ScheduleKey key, Timing timing, Range range) {
    return done.getOrDefault(key, List.of()).stream()
        .filter(each -> each.timing().equals(timing))
        .map(Done::range)
        .filter(range::overlaps)
        .sorted(Comparator.comparing(Range::from))
        .toList();
  }

  @Override
  public synchronized void mark(ScheduleKey key, Timing timing, List<Range> submitted) {
    if (!kept.containsKey(key)) {
      return;
    }
    List<Done> all = done.computeIfAbsent(key, _ -> new ArrayList<>());
    submitted.forEach(range -> mark(all, timing, range));
    while (all.size() > MOST) {
      all.removeFirst();
    }
  }

  private static void mark(List<Done> all, Timing timing, Range fresh) {
    List<Done> touching =
        all.stream()
            .filter(each -> each.timing().equals(timing) && each.range().touches(fresh))
            .toList();
    if (touching.stream().noneMatch(each -> each.range().covers(fresh))) {
      all.removeAll(touching);
      all.add(new Done(timing, touching.stream().map(Done::range).reduce(fresh, Range::with)));
    }
  }

  @Override
  public void close() {}
}
