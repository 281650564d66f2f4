package dev.penstock.engine;

import dev.penstock.engine.Gates.Standing;
import dev.penstock.pipeline.Toll;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an engine in one process knows of its gates. Gates that nobody has set or paused, and
 * through which nothing runs, are not kept. Not thread-safe.
 */
public final class GateBook {
  /** A stage that found a gate closed. */
  public record Waiter(String pipeline, String stage) {}

  /** One gate as it is kept over restarts. */
  public record Kept(String gate, GateLimits limits, long full, Instant pausedUntil) {}

  private static final class Gate {
    GateLimits limits = GateLimits.OPEN;
    long full;
    Instant pausedUntil = Instant.EPOCH;
    long inUse;
    final Set<Waiter> waiters = new HashSet<>();

    boolean idle() {
      return limits.equals(GateLimits.OPEN)
          && inUse == 0
          && waiters.isEmpty()
          && pausedUntil.equals(Instant.EPOCH);
    }

    boolean full(Toll toll) {
      int most = limits.concurrency();
      return most > 0 && inUse > 0 && inUse + limits.counted(toll.weight()) > most;
    }
  }

  private final Map<String, Gate> gates = new TreeMap<>();

  /** Takes over what was kept; what was an open gate is not kept. */
  public void restore(Kept kept) {
    Gate gate = gate(kept.gate());
    gate.limits = kept.limits();
    gate.full = kept.full();
    gate.pausedUntil = kept.pausedUntil();
    freedIfIdle(kept.gate());
  }

  /** What is to be kept of a gate; null: nothing. */
  public @Nullable Kept kept(String name) {
    Gate gate = gates.get(name);
    if (gate == null
        || (gate.limits.equals(GateLimits.OPEN) && gate.pausedUntil.equals(Instant.EPOCH))) {
      return null;
    }
    return new Kept(name, gate.limits, gate.full, gate.pausedUntil);
  }

  /**
   * When a toll may be paid: now or earlier, at a time to come, or {@link Instant#MAX} when that
   * depends on chunks that run, or on a person.
   */
  public Instant opens(Toll toll, Instant now) {
    Gate gate = gates.get(toll.gate());
    if (gate == null) {
      return now;
    }
    if (gate.full(toll)) {
      return Instant.MAX;
    }
    Instant rated = now.plus(gate.limits.wait(gate.full, now, toll.weight()));
    return rated.isAfter(gate.pausedUntil) ? rated : gate.pausedUntil;
  }

  /** Whether a toll may be paid now. */
  public boolean lets(Toll toll, Instant now) {
    return !opens(toll, now).isAfter(now);
  }

  /** Pays a toll: the permits are gone, and the weight is in use until {@link #leave}. */
  public void pay(Toll toll, Instant now) {
    Gate gate = gate(toll.gate());
    gate.full = gate.limits.full(gate.full, now, toll.weight());
    gate.inUse += toll.weight();
  }

  /** A chunk that paid does not run any more; who waited for that. */
  public Set<Waiter> leave(Toll toll) {
    Gate gate = gate(toll.gate());
    gate.inUse -= toll.weight();
    return gate.limits.concurrency() > 0 ? freed(toll.gate()) : freedIfIdle(toll.gate());
  }

  /** Notes who is to hear when a gate gives way. */
  public void await(String gate, Waiter waiter) {
    gate(gate).waiters.add(waiter);
  }

  /** Sets what a gate lets through; who waited for it. */
  public Set<Waiter> set(String name, GateLimits limits, Instant now) {
    Gate gate = gate(name);
    gate.limits = limits;
    gate.full = limits.carried(gate.full, now);
    return freed(name);
  }

  public void pause(String name, Instant until) {
    Gate gate = gate(name);
    if (until.isAfter(gate.pausedUntil)) {
      gate.pausedUntil = until;
    }
    freedIfIdle(name);
  }

  /** Opens a gate; who waited for it. */
  public Set<Waiter> resume(String gate) {
    gate(gate).pausedUntil = Instant.EPOCH;
    return freed(gate);
  }

  /** Takes permits; zero when they are taken, else how long to wait. */
  public Duration take(String name, int permits, Instant now) {
    Gate gate = gates.get(name);
    if (gate == null) {
      return Duration.ZERO;
    }
    Duration paused =
        gate.pausedUntil.isAfter(now) ? Backoff.until(now, gate.pausedUntil) : Duration.ZERO;
    Duration rated = gate.limits.wait(gate.full, now, permits);
    Duration wait = paused.compareTo(rated) > 0 ? paused : rated;
    if (wait.isZero()) {
      gate.full = gate.limits.full(gate.full, now, permits);
    }
    return wait;
  }

  /** All gates, by name. */
  public List<Standing> list() {
    var list = new ArrayList<Standing>(gates.size());
    gates.forEach(
        (name, gate) -> list.add(new Standing(name, gate.limits, gate.inUse, gate.pausedUntil)));
    return list;
  }

  /** Nothing runs any more. */
  public void clearUse() {
    gates.values().forEach(gate -> gate.inUse = 0);
    gates.values().removeIf(Gate::idle);
  }

  private Set<Waiter> freed(String name) {
    Gate gate = gate(name);
    Set<Waiter> waiters = Set.copyOf(gate.waiters);
    gate.waiters.clear();
    freedIfIdle(name);
    return waiters;
  }

  private Set<Waiter> freedIfIdle(String name) {
    if (gate(name).idle()) {
      gates.remove(name);
    }
    return Set.of();
  }

  private Gate gate(String name) {
    return gates.computeIfAbsent(name, n -> new Gate());
  }
}
