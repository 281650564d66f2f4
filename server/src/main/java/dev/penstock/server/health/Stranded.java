package dev.penstock.server.health;

import dev.penstock.engine.StageGauge;
import dev.penstock.engine.StageGauge.Waiting;
import dev.penstock.pipeline.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Ready chunks that no server with the pipelines of this one ever takes: another version wrote
 * them, or their stage is gone.
 *
 * @param version of the pipeline that their jobs were accepted with
 * @param ready how many
 * @param oldest age of the one that has been ready for the longest time
 */
public record Stranded(String pipeline, int version, String stage, long ready, Duration oldest) {
  /**
   * Those among what waits in an engine.
   *
   * @param offered the pipelines of this server
   */
  public static List<Stranded> of(List<StageGauge> gauges, Collection<Pipeline> offered) {
    var stranded = new ArrayList<Stranded>();
    for (StageGauge gauge : gauges) {
      for (Waiting waiting : gauge.waiting()) {
        if (offered.stream().noneMatch(pipeline -> takes(pipeline, gauge, waiting))) {
          stranded.add(
              new Stranded(
                  gauge.pipeline(),
                  waiting.version(),
                  gauge.stage(),
                  waiting.ready(),
                  waiting.oldest()));
        }
      }
    }
    return stranded;
  }

  private static boolean takes(Pipeline pipeline, StageGauge gauge, Waiting waiting) {
    return pipeline.name().equals(gauge.pipeline())
        && pipeline.versions().contains(waiting.version())
        && pipeline.stages().stream().anyMatch(stage -> stage.name().equals(gauge.stage()));
  }

  /** What it is, and what to do. */
  public String sentence() {
    return "%d ready %s at %s/%s, the oldest for %d s, of jobs that version %d of the pipeline accepted: nobody takes them here. Start a server with that version, or dismiss the jobs (penstock jobs lists them)."
        .formatted(
            ready, ready == 1 ? "chunk" : "chunks", pipeline, stage, oldest.toSeconds(), version);
  }
}
