package dev.penstock.engine;

import dev.penstock.blob.Payload;
import dev.penstock.pipeline.Toll;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whose chunk is next at one stage. Tenants take turns by deficit round robin: each turn a tenant
 * is given one unit, each of its chunks costs {@link #cost}, and whoever owes lets the others go
 * first until it has paid; a single tenant never waits. Within a tenant the highest priority goes
 * first, then gates take turns, then jobs.
 *
 * <p>Where ready chunks stand is for the caller to know; here they are only counted. Not
 * thread-safe.
 *
 * @param <J> what names a job
 */
public final class Turns<J> {
  private static final long UNIT = 1 << 20;

  /** Where ready chunks of one job stand that pay the same toll. */
  public record Place<J>(String tenant, int priority, Optional<Toll> toll, J job) {}

  private static final class Tenant<J> {
    final TreeMap<Integer, LinkedHashMap<Optional<Toll>, LinkedHashMap<J, Long>>> ready =
        new TreeMap<>(Comparator.reverseOrder());
    long credit = 1;
  }

  private final LinkedHashMap<String, Tenant<J>> ring = new LinkedHashMap<>();

  /** What a chunk costs its tenant: one unit, and one for each whole MiB that it is given. */
  public static long cost(Payload in) {
    return 1 + in.length() / UNIT;
  }

  /** Counts ready chunks in, or out when negative. */
  public void add(Place<J> place, long chunks) {
    Tenant<J> tenant = ring.computeIfAbsent(place.tenant(), t -> new Tenant<>());
    var tolls = tenant.ready.computeIfAbsent(place.priority(), p -> new LinkedHashMap<>());
    var jobs = tolls.computeIfAbsent(place.toll(), t -> new LinkedHashMap<>());
    jobs.merge(place.job(), chunks, (a, b) -> a + b == 0 ? null : a + b);
    if (jobs.isEmpty()) {
      tolls.remove(place.toll());
      if (tolls.isEmpty()) {
        tenant.ready.remove(place.priority());
        if (tenant.ready.isEmpty()) {
          ring.remove(place.tenant());
        }
      }
    }
  }

  /**
   * The place whose chunk is next, of those whose toll may be paid; null when there is none. It
   * keeps its turn until {@link #took}.
   */
  public @Nullable Place<J> next(Predicate<Toll> payable) {
    Place<J> indebted = null;
    long leastDebt = Long.MAX_VALUE;
    for (Map.Entry<String, Tenant<J>> each : ring.entrySet()) {
      Tenant<J> tenant = each.getValue();
      if (tenant.credit > 0 || -tenant.credit < leastDebt) {
        Place<J> place = first(each.getKey(), tenant, payable);
        if (place != null && tenant.credit > 0) {
          return place;
        }
        if (place != null) {
          indebted = place;
          leastDebt = -tenant.credit;
        }
      }
    }
    if (indebted != null) {
      // All that may run owe: so many rounds pass until the first of them has paid.
      long rounds = leastDebt + 1;
      ring.values().forEach(tenant -> tenant.credit = Math.min(1, tenant.credit + rounds));
    }
    return indebted;
  }

  /** A chunk of the place is about to be counted out: its tenant pays, and the turn goes on. */
  public void took(Place<J> place, long cost) {
    Tenant<J> tenant = there(ring.remove(place.tenant()), place);
    var tolls = there(tenant.ready.get(place.priority()), place);
    var jobs = there(tolls.remove(place.toll()), place);
    jobs.put(place.job(), there(jobs.remove(place.job()), place));
    tolls.put(place.toll(), jobs);
    tenant.credit -= cost;
    ring.put(place.tenant(), tenant);
  }

  private static <T> T there(@Nullable T found, Place<?> place) {
    if (found == null) {
      throw new IllegalStateException("nothing is ready at " + place);
    }
    return found;
  }

  /** Forgets everything. */
  public void clear() {
    ring.clear();
  }

  private static <J> @Nullable Place<J> first(
      String name, Tenant<J> tenant, Predicate<Toll> payable) {
    for (var priority : tenant.ready.entrySet()) {
      for (var toll : priority.getValue().entrySet()) {
        if (toll.getKey().map(payable::test).orElse(true)) {
          J job = toll.getValue().firstEntry().getKey();
          return new Place<>(name, priority.getKey(), toll.getKey(), job);
        }
      }
    }
    return null;
  }
}
