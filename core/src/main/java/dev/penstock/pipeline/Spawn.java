package dev.penstock.pipeline;

import dev.penstock.blob.Payload;
import dev.penstock.job.Tally;

/**
 * A chunk for the next stage.
 *
 * @param load its items and how they stand: ok or repaired so far, nothing rejected or dead
 * @param group part of the job that has its own barriers ({@code ""}: the group of the chunk that
 *     spawns it); a slow group never holds another one
 */
public record Spawn(Payload in, Tally load, String group) {
  public Spawn {
    if (load.rejected() != 0 || load.dead() != 0) {
      throw new IllegalArgumentException("a chunk starts with passed items only, not " + load);
    }
  }

  public static Spawn of(Payload in, Tally load) {
    return new Spawn(in, load, "");
  }
}
