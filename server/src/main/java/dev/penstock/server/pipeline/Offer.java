package dev.penstock.server.pipeline;

import dev.penstock.engine.Plan;
import dev.penstock.engine.Terms;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Pipeline;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as this server offers it.
 *
 * @param plan what its jobs are submitted with
 * @param noun how sentences speak of its items
 * @param check of a payload's first bytes
 * @param forClients whether clients may submit to it; else only the server itself does
 * @param lane in which jobs with such inputs run one after the other; null: where the caller says
 * @param resending what is other for rejects that are sent again
 * @param files results that a file name asks for by its ending
 */
public record Offer(
    Pipeline pipeline,
    Plan plan,
    Noun noun,
    FirstBytes check,
    boolean forClients,
    @Nullable Function<InputValues, String> lane,
    Resending resending,
    List<ResultFile> files) {
  public Offer {
    files = List.copyOf(files);
  }

  public static Offer of(Pipeline pipeline, Noun noun, FirstBytes check) {
    return new Offer(
        pipeline, Plan.of(pipeline), noun, check, true, null, Resending.SAME, List.of());
  }

  /** One that only the server itself submits to. */
  public static Offer internal(Pipeline pipeline, Noun noun) {
    return new Offer(
        pipeline, Plan.of(pipeline), noun, FirstBytes.ANY, false, null, Resending.SAME, List.of());
  }

  /** The same offer, whose jobs run in lanes by their inputs. */
  public Offer inLanes(Function<InputValues, String> lane) {
    return new Offer(pipeline, plan, noun, check, forClients, lane, resending, files);
  }

  public Offer resentBy(Resending resending) {
    return new Offer(pipeline, plan, noun, check, forClients, lane, resending, files);
  }

  /** The same offer, whose jobs leave such files. */
  public Offer leaving(List<ResultFile> files) {
    return new Offer(pipeline, plan, noun, check, forClients, lane, resending, files);
  }

  /** The terms of a job with such inputs. */
  public Terms terms(Terms asked, InputValues inputs) {
    return lane == null ? asked : asked.lane(lane.apply(inputs));
  }

  public String name() {
    return pipeline.name();
  }
}
