package dev.penstock.engine.redis;

import dev.penstock.engine.Turns;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import java.util.List;

/** Parts of steps as the commit function takes them. */
final class StepArgs {
  private StepArgs() {}

  static Args tally(Tally tally) {
    return new Args()
        .add(tally.ok())
        .add(tally.repaired())
        .add(tally.rejected())
        .add(tally.duplicates())
        .add(tally.passed())
        .add(tally.in());
  }

  static Args spawns(List<Spawn> spawns) {
    var args = new Args();
    spawns.forEach(spawn -> args.add(spawn(spawn)));
    return args;
  }

  private static byte[] spawn(Spawn spawn) {
    Tally load = spawn.load();
    return new Packed()
        .add(spawn.group())
        .add(Payloads.write(spawn.in()))
        .add(load.ok())
        .add(load.repaired())
        .add(load.duplicates())
        .add(load.passed())
        .add(spawn.toll().map(toll -> toll.gate()).orElse(""))
        .add(spawn.toll().map(toll -> "" + toll.weight()).orElse(""))
        .add(Turns.cost(spawn.in()))
        .bytes();
  }
}
