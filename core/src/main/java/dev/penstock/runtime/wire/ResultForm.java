package dev.penstock.runtime.wire;

import dev.penstock.blob.Payload;
import dev.penstock.job.JobResult;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a stage's result stands in the frame that ends a run; its spawns went before it. */
public final class ResultForm {
  private ResultForm() {}

  public static Draft draft(StageResult result) {
    return switch (result) {
      case StageResult.Done done -> done(done);
      case StageResult.RetryLater(var problem, var after, var pause) -> {
        Draft frame = problem(Draft.of("retry"), problem);
        if (after != null) {
          frame.put("after_ms", after.toMillis());
        }
        if (pause != null) {
          frame.put("pause", pause);
        }
        yield frame;
      }
      case StageResult.GiveUp(var problem) -> problem(Draft.of("give_up"), problem);
    };
  }

  private static Draft done(StageResult.Done done) {
    Draft frame =
        TallyFrame.of("done", done.tally(), done.rejects())
            .put("results", done.results().stream().map(ResultForm::named).toList());
    BlobForm.add(frame, "out", done.out());
    return frame;
  }

  private static Draft named(JobResult result) {
    Draft named = Draft.object().put("name", result.name()).put("media_type", result.mediaType());
    return switch (result) {
      case JobResult.Stored stored -> named.put("blob", BlobForm.draft(stored.blob()));
      case JobResult.Link link -> named.put("href", link.href());
    };
  }

  private static Draft problem(Draft frame, Problem problem) {
    return frame.put("code", problem.code()).put("detail", problem.detail());
  }

  /** Reads a {@code done} frame. */
  public static StageResult done(Frame frame, List<Spawn> spawns) throws ProtocolException {
    Header header = frame.header();
    var results = new ArrayList<JobResult>();
    for (Header result : header.objects("results")) {
      results.add(named(result));
    }
    return new StageResult.Done(
        TallyFrame.tally(header),
        header.has("out") ? BlobForm.payload(frame, "out") : Payload.NONE,
        spawns,
        TallyFrame.rejects(header),
        results);
  }

  private static JobResult named(Header header) throws ProtocolException {
    String name = header.text("name");
    String mediaType = header.text("media_type");
    return Checked.of(
        () ->
            header.has("blob")
                ? new JobResult.Stored(name, mediaType, BlobForm.blob(header.object("blob")))
                : new JobResult.Link(name, mediaType, header.text("href")));
  }

  /** Reads a {@code retry} frame. */
  public static StageResult retry(Header header) throws ProtocolException {
    @Nullable Duration after =
        header.has("after_ms") ? Duration.ofMillis(header.whole("after_ms")) : null;
    @Nullable String pause = header.optionalText("pause").orElse(null);
    return Checked.of(() -> new StageResult.RetryLater(problem(header), after, pause));
  }

  /** Reads a {@code give_up} frame. */
  public static StageResult giveUp(Header header) throws ProtocolException {
    return new StageResult.GiveUp(problem(header));
  }

  private static Problem problem(Header header) throws ProtocolException {
    return Checked.of(() -> new Problem(header.text("code"), header.text("detail")));
  }
}
