package dev.penstock.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job as the server shows it. The fields are those of {@code GET /v1/jobs/{id}}; fields that a
 * newer server adds are in {@link #json}.
 *
 * @param status accepted, running, successful, failed or dismissed
 * @param progress from 0 to 1; null when nobody knows
 * @param json everything, as it came
 */
public record JobView(
    Identity identity,
    String status,
    boolean partial,
    @Nullable Double progress,
    Counts counts,
    List<StageView> stages,
    Report report,
    JsonNode json) {
  public JobView {
    stages = List.copyOf(stages);
  }

  public String id() {
    return identity.id();
  }

  /** Whether the job has come to its end. */
  public boolean ended() {
    return switch (status) {
      case "successful", "failed", "dismissed" -> true;
      default -> false;
    };
  }

  /** Which job it is, and what was asked for. */
  public record Identity(
      String id, String name, String pipeline, int version, Map<String, String> inputs) {
    public Identity {
      inputs = Map.copyOf(inputs);
    }
  }

  /** What became of its items. */
  public record Counts(
      long in, long ok, long repaired, long rejected, long dead, long duplicates, long open) {}

  /**
   * How one stage stands.
   *
   * @param underway items through in chunks that still run
   */
  public record StageView(String stage, Chunks chunks, Counts items, long underway, long retries) {}

  /** How the chunks of a stage are spread. */
  public record Chunks(
      long ready, long delayed, long running, long done, long dead, long cancelled) {
    public long total() {
      return ready + delayed + running + done + dead + cancelled;
    }
  }

  /**
   * What there is to tell.
   *
   * @param summary one sentence that says what happened
   * @param failure why it failed
   */
  public record Report(
      String summary,
      @Nullable Fault failure,
      List<ResultView> results,
      Instant created,
      @Nullable Instant finished) {
    public Report {
      results = List.copyOf(results);
    }
  }

  /** A stable code and a sentence. */
  public record Fault(String code, String detail) {}

  /**
   * Something that the job left.
   *
   * @param bytes -1 when it is no file
   */
  public record ResultView(String name, String mediaType, long bytes, String href) {}
}
