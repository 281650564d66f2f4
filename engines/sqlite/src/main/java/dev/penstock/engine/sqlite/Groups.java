package dev.penstock.engine.sqlite;

import dev.penstock.engine.Plan;
import dev.penstock.engine.UnconservedStepException;
import dev.penstock.engine.sqlite.Held.Spot;
import dev.penstock.pipeline.Spawn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the groups of a job came into being: at one stage, from one other group, in every round.
 * From then on only its own chunks lead to its chunks, so it is always known who may still spawn
 * into it.
 */
final class Groups {
  /** The stage of its first chunks, and the group that spawned them. */
  record Birth(int stage, String parent) {}

  private final Map<String, Birth> births = new HashMap<>();

  boolean none() {
    return births.isEmpty();
  }

  /** Null for the job's own group, which was always there. */
  @Nullable Birth birth(String group) {
    return births.get(group);
  }

  /** The group whose chunks at the stage before may spawn into this stage's group. */
  String upstream(int stage, String group) {
    Birth birth = births.get(group);
    return birth != null && birth.stage() == stage ? birth.parent() : group;
  }

  /** Notes a group; whether it is new. */
  boolean add(String group, Birth birth) {
    return births.putIfAbsent(group, birth) == null;
  }

  /**
   * Refuses spawns into a group that was born elsewhere.
   *
   * @throws UnconservedStepException when there is one
   */
  void check(Plan plan, Spot from, List<Spawn> spawns) {
    for (Spawn spawn : spawns) {
      String group = groupOf(from, spawn);
      Birth birth = births.get(group);
      if (!group.equals(from.group()) && birth != null && !birth.equals(birthBy(from))) {
        throw new UnconservedStepException(
            "stage %s, group '%s', spawns into group '%s', which did not begin there"
                .formatted(plan.stages().get(from.stage()).name(), from.group(), group));
      }
    }
  }

  static String groupOf(Spot from, Spawn spawn) {
    return spawn.group().isEmpty() ? from.group() : spawn.group();
  }

  static Birth birthBy(Spot from) {
    return new Birth(from.stage() + 1, from.group());
  }
}
