package dev.penstock.schedule;

import dev.penstock.job.Problem;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The moments at which a schedule runs. Immutable, thread-safe.
 *
 * <p>When the clock on the wall is changed, two rules hold, by whether the cron text names all 24
 * hours of a day:
 *
 * <ul>
 *   <li><b>It does not:</b> each of its times runs once. One that the clock leaves out runs as long
 *       after the change as it lies behind the last time before it (02:30 at 03:30 when 02:00
 *       became 03:00); one that the clock shows twice runs the first time. That is how RFC 5545,
 *       section 3.3.5, reads such times.
 *   <li><b>It does:</b> it runs whenever the clock shows one of its times: twice if it is shown
 *       twice, not at all if it is left out. So no hour passes without its runs.
 * </ul>
 *
 * <p>The time line is walked in stretches in which the zone's offset is one and the same.
 */
public final class Slots {
  /** With two changes a year this is longer than any calendar rule takes to come round. */
  private static final int MOST_STRETCHES = 200;

  private final WallTimes wall;
  private final ZoneRules rules;

  private Slots(WallTimes wall, ZoneId zone) {
    this.wall = wall;
    this.rules = zone.getRules();
  }

  /**
   * The slots of a timing.
   *
   * @throws IllegalArgumentException for a cron text that cannot be read
   */
  public static Slots of(Timing timing) {
    return new Slots(WallTimes.of(timing.cron()), timing.zone());
  }

  /** The problem with a cron text, if there is one. */
  public static Optional<Problem> problemWith(String cron) {
    try {
      WallTimes.of(cron);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      String quoted = cron.length() <= 64 ? cron : cron.substring(0, 64) + "…";
      return Optional.of(
          new Problem(
              "schedule.cron_invalid",
              "The cron text '%s' cannot be used: %s.".formatted(quoted, e.getMessage())));
    }
  }

  /** The first slot after a moment; empty when there is none any more. */
  public Optional<Instant> after(Instant moment) {
    Instant from = moment.plusNanos(1);
    for (int i = 0; i < MOST_STRETCHES; i++) {
      var stretch = new Stretch(from);
      Optional<Instant> slot = stretch.first();
      if (slot.isPresent() || stretch.ended == null) {
        return slot;
      }
      from = stretch.ended.getInstant();
    }
    return Optional.empty();
  }

  /** Slots after one moment up to another one, which may be one itself; the first so many. */
  public List<Instant> between(Instant after, Instant upTo, int most) {
    var slots = new ArrayList<Instant>();
    Optional<Instant> next = after(after);
    while (slots.size() < most && next.isPresent() && !next.get().isAfter(upTo)) {
      slots.add(next.get());
      next = after(next.get());
    }
    return slots;
  }

  /** The same; the last so many, in order. */
  public List<Instant> latest(Instant after, Instant upTo, int most) {
    var found = new ArrayDeque<Instant>();
    Instant end = upTo;
    // Slots are at least a minute apart, so the first look is at no more of them than wanted.
    long minutes = most;
    while (found.size() < most && end.isAfter(after)) {
      Instant begin = end.minusSeconds(minutes * 60);
      begin = begin.isBefore(after) ? after : begin;
      between(begin, end, Integer.MAX_VALUE).reversed().forEach(found::addFirst);
      end = begin;
      minutes *= 2;
    }
    return found.stream().skip(Math.max(0, found.size() - most)).toList();
  }

  /** A time line's part with one offset; looked at from a moment in it on. */
  private final class Stretch {
    private final Instant from;
    private final ZoneOffset offset;
    private final @Nullable ZoneOffsetTransition began;
    private final @Nullable ZoneOffsetTransition ended;

    Stretch(Instant from) {
      this.from = from;
      this.offset = rules.getOffset(from);
      this.began = rules.previousTransition(from.plusNanos(1));
      this.ended = rules.nextTransition(from);
    }

    Optional<Instant> first() {
      return Stream.of(shown(), leftOut())
          .flatMap(Optional::stream)
          .filter(slot -> ended == null || slot.isBefore(ended.getInstant()))
          .min(Instant::compareTo);
    }

    /** The first of the times that the clock shows, and shows anew where that matters. */
    private Optional<Instant> shown() {
      LocalDateTime time = LocalDateTime.ofInstant(from, offset);
      if (began != null && began.isOverlap() && !wall.everyHour()) {
        LocalDateTime anew = began.getDateTimeBefore();
        time = time.isBefore(anew) ? anew : time;
      }
      return wall.atOrAfter(time).map(found -> found.toInstant(offset));
    }

    /** The first of the times that the change at the beginning left out. */
    private Optional<Instant> leftOut() {
      if (began == null || !began.isGap() || wall.everyHour()) {
        return Optional.empty();
      }
      ZoneOffset before = began.getOffsetBefore();
      return wall.atOrAfter(LocalDateTime.ofInstant(from, before))
          .filter(found -> found.isBefore(began.getDateTimeAfter()))
          .map(found -> found.toInstant(before));
    }
  }
}
