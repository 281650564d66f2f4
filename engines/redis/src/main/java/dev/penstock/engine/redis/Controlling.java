package dev.penstock.engine.redis;

import dev.penstock.engine.Changed;
import dev.penstock.engine.Control;
import dev.penstock.engine.EventTexts;
import dev.penstock.engine.Turns;
import dev.penstock.job.JobId;

/** What operators do to jobs. */
final class Controlling {
  private final Shard shard;
  private final KnownJobs jobs;

  Controlling(Shard shard, KnownJobs jobs) {
    this.shard = shard;
    this.jobs = jobs;
  }

  Changed control(JobId job, Control control) {
    var args = new Args().add(job.value());
    return switch (control) {
      case Control.Dismiss dismiss -> call("dismiss", args);
      case Control.Replay replay -> call("replay", args.addAll(args(replay)));
      case Control.Remove remove -> {
        jobs.forget(job);
        yield call("remove", args);
      }
    };
  }

  /** A job that somebody is busy ending, replaying or removing comes to that end first. */
  private Changed call(String verb, Args args) {
    Reply answer;
    do {
      answer = shard.change(verb, args).list(0);
    } while (answer.text(0).equals("CLOSING"));
    return changed(answer);
  }

  private static Args args(Control.Replay replay) {
    var args = new Args().add(replay.chunks().size());
    replay.chunks().forEach(args::add);
    replay
        .edits()
        .forEach(
            (chunk, payload) ->
                args.add(chunk).add(Payloads.write(payload)).add(Turns.cost(payload)));
    return args;
  }

  private static Changed changed(Reply answer) {
    return switch (answer.text(0)) {
      case "APPLIED" -> new Changed.Applied(answer.number(1));
      case "NONE" -> new Changed.NoSuchJob();
      case "ENDED" -> new Changed.NotNow("The job has ended; there is nothing to stop.");
      case "OPEN" -> new Changed.NotNow("The job has not ended; dismiss it first.");
      case "DISMISSED" -> new Changed.NotNow("The job was dismissed; submit it again instead.");
      case "NOTHING" -> new Changed.NotNow("There is no such dead letter to replay.");
      case "START" ->
          new Changed.NotNow(
              "The first stage's chunk is dead: replay it as well, or nobody knows what is"
                  + " missing.");
      case "LINE" -> new Changed.NotNow(EventTexts.lineBusy(new JobId(answer.text(1))));
      default -> throw new IllegalStateException("control answers " + answer.text(0));
    };
  }
}
