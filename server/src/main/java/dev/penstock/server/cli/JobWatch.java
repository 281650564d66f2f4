package dev.penstock.server.cli;

import dev.penstock.client.JobView;
import dev.penstock.client.PenstockClient;
import dev.penstock.server.pipeline.Noun;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.plant.Offers;
import dev.penstock.server.run.JobMoments;
import dev.penstock.server.terminal.ProgressDisplay;
import dev.penstock.server.terminal.Terminal;
import java.io.IOException;
import java.util.OptionalDouble;

/** Shows a job of a server until it has ended. */
final class JobWatch {
  private static final long LOOK_MILLIS = 150;

  private JobWatch() {}

  static JobView untilEnd(PenstockClient client, String id, Terminal terminal)
      throws IOException, InterruptedException {
    StopSignals.interruptThisThread(terminal);
    try (ProgressDisplay display = terminal.progress()) {
      JobView job = client.job(id);
      var moments = new JobMoments(noun(job));
      while (!job.ended()) {
        display.show(moments.of(look(job)));
        Thread.sleep(LOOK_MILLIS);
        job = client.job(id);
      }
      return job;
    } catch (InterruptedException e) {
      throw new Complaint(
          ExitCode.INTERRUPTED,
          "Stopped watching; the job goes on. See: penstock job %s --watch".formatted(id),
          e);
    }
  }

  /** How a watched or looked-at job ends a command. */
  static ExitCode status(JobView job, boolean failOnRejects) {
    return switch (job.status()) {
      case "failed", "dismissed" -> ExitCode.JOB_FAILED;
      default -> job.partial() && failOnRejects ? ExitCode.PARTIAL : ExitCode.DONE;
    };
  }

  private static Noun noun(JobView job) {
    return Offers.declared().named(job.identity().pipeline()).map(Offer::noun).orElse(Noun.ITEM);
  }

  private static JobMoments.Look look(JobView job) {
    String stage = job.status();
    long settled = job.counts().in() - job.counts().open();
    for (int i = 0; i < job.stages().size(); i++) {
      var each = job.stages().get(i);
      var chunks = each.chunks();
      if (stage.equals(job.status()) && chunks.ready() + chunks.delayed() + chunks.running() > 0) {
        stage = each.stage();
      }
      if (i > 0) {
        var items = each.items();
        long through = items.ok() + items.repaired() + items.rejected() + items.dead();
        settled = Math.max(settled, through + each.underway());
      }
    }
    Double progress = job.progress();
    return new JobMoments.Look(
        stage,
        progress == null ? OptionalDouble.empty() : OptionalDouble.of(progress),
        job.counts().in(),
        settled,
        job.counts().rejected() + job.counts().dead());
  }
}
