package dev.penstock.engine.redis;

import dev.penstock.engine.GateLimits;
import dev.penstock.engine.Gates;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Gates that all processes share. */
final class RedisGates implements Gates {
  private final Shard shard;

  RedisGates(Shard shard) {
    this.shard = shard;
  }

  @Override
  public void set(String gate, GateLimits limits) {
    shard.change(
        "gate_set",
        new Args()
            .add(gate)
            .add(limits.permits())
            .add(limits.period().toString())
            .add(limits.burst())
            .add(limits.concurrency())
            .add(limits.interval()));
  }

  @Override
  public void pause(String gate, Instant until) {
    shard.change("gate_pause", new Args().add(gate).add(Micros.of(until)));
  }

  @Override
  public void resume(String gate) {
    shard.change("gate_resume", new Args().add(gate));
  }

  @Override
  public Duration take(String gate, int permits) {
    Reply answer = shard.change("gate_take", new Args().add(gate).add(permits));
    return Micros.duration(answer.number(0));
  }

  @Override
  public List<Standing> list() {
    return shard.read("gates", new Args()).lists().stream()
        .map(RedisGates::standing)
        .sorted(Comparator.comparing(Standing::gate))
        .toList();
  }

  private static Standing standing(Reply told) {
    var limits =
        new GateLimits(
            Math.toIntExact(told.number(1)),
            Duration.parse(told.text(2)),
            Math.toIntExact(told.number(3)),
            Math.toIntExact(told.number(4)));
    return new Standing(told.text(0), limits, told.number(5), Micros.instant(told.number(6)));
  }
}
