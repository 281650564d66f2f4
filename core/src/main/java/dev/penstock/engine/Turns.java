package dev.penstock.engine;

import dev.penstock.blob.Payload;
import dev.penstock.engine.ReadyRow.Kind;
import dev.penstock.pipeline.Toll;
import dev.penstock.pipeline.Versions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whose chunk is next at one stage: the one rule of all engines.
 *
 * <p>Tenants share a stage evenly by what their chunks cost ({@link #cost}). A clock tells how much
 * was served: it stands at the time at which the chunk that was served last was due. Each tenant's
 * next chunk is due when its last one is paid for, that is at the due time of that one plus its
 * cost; whose chunk is due first is served first, and of equal ones whoever has waited longer. Who
 * comes in, or comes back, is due at the clock's time and never before it: nobody saves up turns by
 * staying away. Nor does anybody lose a debt by it: whoever was served something large and leaves
 * is still due that much later when it comes back, as long as others wait. So the difference of
 * what two tenants were served while both have chunks that may run is never more than what their
 * largest chunks cost together; and the same holds of one that brings a chunk at a time, if each is
 * there by the time at which it is due. A tenant that is alone never waits.
 *
 * <p>Within a tenant the highest priority goes first, then gates take turns, then jobs. Chunks
 * whose gate is closed are out of turn until it opens; their tenant stands back only if it has no
 * others.
 *
 * <p>Where ready chunks stand is for the caller to know; here they are only counted. Nothing here
 * takes longer because there are more chunks, nor because more of them are behind closed gates. Not
 * thread-safe.
 *
 * @param <J> what names a job
 */
public final class Turns<J> {
  private static final long UNIT = 1 << 20;

  /** Where ready chunks of one job stand that pay the same toll. */
  public record Place<J>(String tenant, int version, int priority, Optional<Toll> toll, J job) {}

  /** All that have ready chunks, or that owe. */
  private final Map<String, Contender<J>> contenders = new HashMap<>();

  /** Those that have chunks in turn, by the version of their jobs' plans. */
  private final TreeMap<Integer, TreeSet<Contender<J>>> rings = new TreeMap<>();

  /** Those that have left and owe. */
  private final TreeSet<Contender<J>> owing = new TreeSet<>(Contender.LEAST_SERVED);

  private final ClosedRows<J> closed = new ClosedRows<>();
  private long clock;
  private long arrivals;

  /** What a chunk costs its tenant: one unit, and one for each whole MiB that it is given. */
  public static long cost(Payload in) {
    return 1 + in.length() / UNIT;
  }

  /** Counts ready chunks in, or out when negative. */
  public void add(Place<J> place, long chunks) {
    Contender<J> contender = contenders.computeIfAbsent(place.tenant(), Contender::new);
    ReadyRow<J> row = contender.rows.get(Kind.of(place));
    if (row == null) {
      row = new ReadyRow<>(contender, Kind.of(place));
      if (contender.rows.isEmpty()) {
        owing.remove(contender);
      }
      contender.rows.put(row.kind, row);
      enter(row);
    }
    row.add(place.job(), chunks);
    if (row.isEmpty()) {
      drop(row);
    }
  }

  private void drop(ReadyRow<J> row) {
    Contender<J> contender = row.contender;
    contender.rows.remove(row.kind);
    if (row.opens == null) {
      leave(row);
    } else {
      closed.remove(row);
    }
    if (!contender.rows.isEmpty()) {
      return;
    }
    if (contender.served > clock) {
      owing.add(contender);
    } else {
      contenders.remove(contender.tenant);
    }
  }

  /**
   * The place whose chunk is next, of those whose toll may be paid; null when there is none. It
   * keeps its turn until {@link #took}.
   *
   * @param versions those of the plans that are wanted
   * @param opens when a toll may be paid: not after {@code now} if at once. Asked again when that
   *     time has come, and after {@link #open}.
   */
  public @Nullable Place<J> next(Versions versions, Function<Toll, Instant> opens, Instant now) {
    closed.due(now).forEach(this::enter);
    ReadyRow<J> row = first(versions);
    while (row != null) {
      Instant at = row.kind.toll().map(opens).orElse(now);
      if (!at.isAfter(now)) {
        return row.first();
      }
      leave(row);
      closed.put(row, at);
      row = first(versions);
    }
    if (rings.isEmpty() && !owing.isEmpty()) {
      // Nobody waits whom a debt could be paid to.
      clock = Math.max(clock, owing.last().served);
      forgive();
    }
    return null;
  }

  private @Nullable ReadyRow<J> first(Versions versions) {
    Contender<J> first = null;
    for (TreeSet<Contender<J>> ring :
        rings.subMap(versions.oldest(), true, versions.newest(), true).values()) {
      if (first == null || Contender.LEAST_SERVED.compare(ring.first(), first) < 0) {
        first = ring.first();
      }
    }
    return first == null ? null : first.first(versions);
  }

  /** A chunk of the place is about to be counted out: its tenant pays, and the turn goes on. */
  public void took(Place<J> place, long cost) {
    Contender<J> contender = contenders.get(place.tenant());
    ReadyRow<J> row = contender == null ? null : contender.rows.get(Kind.of(place));
    if (contender == null || row == null || !row.took(place.job())) {
      throw new IllegalStateException("nothing is ready at " + place);
    }
    if (row.opens != null) {
      closed.remove(row);
      enter(row);
    }
    leave(row);
    enter(row);
    for (Integer version : contender.versions()) {
      ring(version).remove(contender);
    }
    clock = Math.max(clock, contender.served);
    contender.served = clock + cost;
    contender.since = ++arrivals;
    for (Integer version : contender.versions()) {
      ring(version).add(contender);
    }
    forgive();
  }

  /** Somebody has opened a gate, or what ran through it has ended. */
  public void open(String gate) {
    closed.behind(gate).forEach(this::enter);
  }

  /** Nobody knows which gates are closed. */
  public void openAll() {
    closed.all().forEach(this::enter);
  }

  /** When it is worth looking behind closed gates again; null: there is nothing. */
  public @Nullable Instant opens() {
    return closed.earliest();
  }

  /** Forgets everything. */
  public void clear() {
    contenders.clear();
    rings.clear();
    owing.clear();
    closed.all();
  }

  private void enter(ReadyRow<J> row) {
    Contender<J> contender = row.contender;
    if (contender.versions().isEmpty()) {
      contender.served = Math.max(contender.served, clock);
      contender.since = ++arrivals;
    }
    if (contender.enter(row)) {
      ring(row.kind.version()).add(contender);
    }
  }

  private void leave(ReadyRow<J> row) {
    if (row.contender.leave(row)) {
      NavigableSet<Contender<J>> ring = ring(row.kind.version());
      ring.remove(row.contender);
      if (ring.isEmpty()) {
        rings.remove(row.kind.version());
      }
    }
  }

  private NavigableSet<Contender<J>> ring(int version) {
    return rings.computeIfAbsent(version, v -> new TreeSet<>(Contender.LEAST_SERVED));
  }

  /** Forgets those that have left and owe nothing any more. */
  private void forgive() {
    while (!owing.isEmpty() && owing.first().served <= clock) {
      contenders.remove(owing.removeFirst().tenant);
    }
  }
}
