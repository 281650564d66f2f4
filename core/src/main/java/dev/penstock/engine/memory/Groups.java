package dev.penstock.engine.memory;

import dev.penstock.engine.UnconservedStepException;
import dev.penstock.pipeline.Spawn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the groups of a job came into being. A group is born at one stage, from one other group,
 * and stays so in every round; from then on only its own chunks lead to its chunks. So it is always
 * known who may still spawn into it, and a barrier can tell when nobody will.
 */
final class Groups {
  /** The stage of its first chunks, and the group that spawned them. */
  record Birth(int stage, String parent) {}

  private final Map<String, Birth> births = new HashMap<>();

  boolean none() {
    return births.isEmpty();
  }

  /** Empty for the job's own group, which was always there. */
  @Nullable Birth birth(String group) {
    return births.get(group);
  }

  /** The group whose chunks at the stage before may spawn into this seat. */
  String upstream(Seat seat) {
    Birth birth = births.get(seat.group());
    return birth != null && birth.stage() == seat.stage() ? birth.parent() : seat.group();
  }

  /**
   * Refuses spawns into a group that was born elsewhere.
   *
   * @throws UnconservedStepException when there is one
   */
  void check(Chunk spawner, List<Spawn> spawns) {
    for (Spawn spawn : spawns) {
      String group = groupOf(spawner, spawn);
      Birth birth = births.get(group);
      if (!group.equals(spawner.group) && birth != null && !birth.equals(birthBy(spawner))) {
        throw new UnconservedStepException(
            "stage %s, group '%s', spawns into group '%s', which did not begin there"
                .formatted(spawner.planned().name(), spawner.group, group));
      }
    }
  }

  /** Notes a checked spawn and tells its group. */
  String admit(Chunk spawner, Spawn spawn) {
    String group = groupOf(spawner, spawn);
    if (!group.equals(spawner.group)) {
      births.putIfAbsent(group, birthBy(spawner));
    }
    return group;
  }

  private static String groupOf(Chunk spawner, Spawn spawn) {
    return spawn.group().isEmpty() ? spawner.group : spawn.group();
  }

  private static Birth birthBy(Chunk spawner) {
    return new Birth(spawner.stage + 1, spawner.group);
  }
}
