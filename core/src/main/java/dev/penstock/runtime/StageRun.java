package dev.penstock.runtime;

import dev.penstock.engine.Step;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import java.io.IOException;

/** How a stage's chunks are run: in this process, or in a worker process. */
@FunctionalInterface
interface StageRun {
  /** Runs a chunk; throws what {@link Stage#run} does. */
  Step run(StageContext context) throws IOException, InterruptedException;

  /** In this process. */
  static StageRun here(Stage stage) {
    return context -> stepOf(stage.run(context));
  }

  /** The step that a result asks for. */
  static Step stepOf(StageResult result) {
    return switch (result) {
      case StageResult.Done(var tally, var out, var spawns, var rejects, var results) ->
          new Step.Done(tally, out, spawns, rejects, results);
      case StageResult.RetryLater(var problem, var after, var pause) ->
          new Step.Retry(problem, after, pause);
      case StageResult.GiveUp(var problem) -> new Step.Dead(problem);
    };
  }
}
