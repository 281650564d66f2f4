package dev.penstock.ndvi.store;

import java.util.List;

/**
 * What a job's findings come to for a farm's state.
 *
 * @param indexes that are measured; the first makes the state
 * @param minValid share of a farm that an observation has to see before it makes the state
 * @param fresh how long a state is good after the farm was looked for last, in milliseconds
 */
public record Rules(List<String> indexes, double minValid, long fresh) {
  public Rules {
    indexes = List.copyOf(indexes);
  }
}
