package dev.penstock.bench.engine;

import static dev.penstock.bench.engine.Target.atLeast;
import static dev.penstock.bench.engine.Target.atMost;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An engine and how it is measured.
 *
 * @param key names it on the command line
 * @param durability what an answered call survives, in a few words
 */
record EngineUnderTest(
    String key,
    String name,
    String durability,
    Opener opener,
    Set<Measure> measures,
    List<Target> targets) {

  /** All of them, in the order in which they run. */
  static final List<EngineUnderTest> ALL =
      List.of(
          new EngineUnderTest(
              "sqlite",
              "Penstock on SQLite",
              "fsync before each answer",
              Opener.sqlite(),
              EnumSet.allOf(Measure.class),
              List.of(
                  atLeast("submits", "submits/s from 64 clients", 10_000),
                  atLeast("transitions", "whole chunk transitions/s", 10_000),
                  atMost("start_p50_ms", "submit to start when idle, p50 in ms", 1),
                  atMost("idle_percent", "CPU of an idle host, % of a core", 1),
                  atLeast("deep_percent", "rate at 1,000,000 queued, % of that at 10,000", 80),
                  atMost("peak_heap_mb", "heap of that process, MB", 512))),
          redis(
              "redis", RedisServer.Sync.EVERYSEC, EnumSet.of(Measure.VERBS, Measure.COURSE), 5_000),
          redis("redis-always", RedisServer.Sync.ALWAYS, EnumSet.of(Measure.VERBS), 2_000));

  private static EngineUnderTest redis(
      String key, RedisServer.Sync sync, Set<Measure> measures, int transitions) {
    return new EngineUnderTest(
        key,
        "Penstock on Redis",
        sync.durability,
        Opener.redis(sync),
        measures,
        List.of(atLeast("transitions", "whole chunk transitions/s", transitions)));
  }

  static EngineUnderTest named(String key) {
    return ALL.stream()
        .filter(engine -> engine.key.equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no engine " + key));
  }
}
