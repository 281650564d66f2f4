package dev.penstock.engine.redis;

import dev.penstock.engine.FollowUp;
import dev.penstock.pipeline.InputValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A job's inputs as a field. */
final class Inputs {
  private Inputs() {}

  static byte[] write(InputValues inputs) {
    var packed = new Packed();
    new TreeMap<>(inputs.texts()).forEach((name, value) -> packed.add(name).add(value));
    return packed.bytes();
  }

  /**
   * With what a follow-up was told of the job that ended.
   *
   * @param followed that job, empty: none
   */
  static InputValues read(byte[] field, String followed, String status, String round) {
    Map<String, String> values = new HashMap<>();
    List<String> texts = Packed.texts(field);
    for (int i = 0; i + 1 < texts.size(); i += 2) {
      values.put(texts.get(i), texts.get(i + 1));
    }
    if (!followed.isEmpty()) {
      values.put(FollowUp.JOB, followed);
      values.put(FollowUp.STATUS, status);
      values.put(FollowUp.ROUND, round);
    }
    return new InputValues(values);
  }
}
