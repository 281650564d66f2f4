package dev.penstock.engine;

import dev.penstock.pipeline.Edge;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryPolicy;
import java.util.List;
import java.util.Optional;

/**
 * What an engine has to know of a pipeline to move chunks through it. A job keeps the plan that it
 * was submitted with, whatever newer versions of the pipeline say.
 */
public record Plan(String pipeline, int version, List<PlannedStage> stages) {
  public Plan {
    stages = List.copyOf(stages);
  }

  public static Plan of(Pipeline pipeline) {
    return new Plan(
        pipeline.name(),
        pipeline.version(),
        pipeline.stages().stream()
            .map(s -> new PlannedStage(s.name(), s.edge(), s.retry()))
            .toList());
  }

  public PlannedStage first() {
    return stages.getFirst();
  }

  public PlannedStage stage(String name) {
    return stages.get(indexOf(name));
  }

  /** The stage after this one; empty after the last. */
  public Optional<PlannedStage> after(String name) {
    int next = indexOf(name) + 1;
    return next < stages.size() ? Optional.of(stages.get(next)) : Optional.empty();
  }

  /**
   * Position of a stage, from 0.
   *
   * @throws IllegalArgumentException when the plan has no such stage
   */
  public int indexOf(String name) {
    for (int i = 0; i < stages.size(); i++) {
      if (stages.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("pipeline " + pipeline + " has no stage " + name);
  }

  /** One stage, as the engine sees it. */
  public record PlannedStage(String name, Edge edge, RetryPolicy retry) {}
}
