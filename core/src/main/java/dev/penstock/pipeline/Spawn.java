package dev.penstock.pipeline;

import dev.penstock.blob.Payload;
import dev.penstock.job.Tally;
import java.util.Optional;

/**
 * A chunk for the next stage.
 *
 * @param load its items and how they stand: ok or repaired so far, nothing rejected or dead
 * @param group part of the job that has its own barriers ({@code ""}: the group of the chunk that
 *     spawns it); a slow group never holds another one
 * @param toll what it pays before it runs, where it names a gate
 */
public record Spawn(Payload in, Tally load, String group, Optional<Toll> toll) {
  public Spawn {
    if (load.rejected() != 0 || load.dead() != 0) {
      throw new IllegalArgumentException("a chunk starts with passed items only, not " + load);
    }
  }

  public Spawn(Payload in, Tally load, String group) {
    this(in, load, group, Optional.empty());
  }

  /** The same chunk, which runs only when the gate lets it. */
  public Spawn through(Toll toll) {
    return new Spawn(in, load, group, Optional.of(toll));
  }

  public static Spawn of(Payload in, Tally load) {
    return new Spawn(in, load, "");
  }
}
