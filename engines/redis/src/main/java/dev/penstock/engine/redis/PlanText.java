package dev.penstock.engine.redis;

import dev.penstock.engine.Plan;
import dev.penstock.engine.Plan.PlannedStage;
import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A plan as a text that the functions read as well: {@code pipeline version}, then a line {@code
 * name edge attempts crashes base cap} for each stage.
 */
record PlanText(String text, String digest) {
  private static final int DIGEST = 16;

  static PlanText of(Plan plan) {
    var text = new StringBuilder(plan.pipeline() + " " + plan.version() + "\n");
    for (PlannedStage stage : plan.stages()) {
      RetryPolicy retry = stage.retry();
      text.append(stage.name()).append(' ').append(stage.edge());
      text.append(' ').append(retry.attempts()).append(' ').append(retry.crashes());
      text.append(' ').append(retry.base()).append(' ').append(retry.cap()).append('\n');
    }
    return new PlanText(text.toString(), digest(text.toString()));
  }

  static Plan read(String text) {
    List<String> lines = text.lines().toList();
    String[] head = lines.getFirst().split(" ", -1);
    return new Plan(
        head[0],
        Integer.parseInt(head[1]),
        lines.stream().skip(1).map(line -> stage(line.split(" ", -1))).toList());
  }

  private static PlannedStage stage(String[] words) {
    return new PlannedStage(
        words[0],
        Edge.valueOf(words[1]),
        new RetryPolicy(
            Integer.parseInt(words[2]),
            Integer.parseInt(words[3]),
            Duration.parse(words[4]),
            Duration.parse(words[5])));
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, DIGEST));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
