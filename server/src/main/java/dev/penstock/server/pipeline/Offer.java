package dev.penstock.server.pipeline;

import dev.penstock.engine.Plan;
import dev.penstock.pipeline.Pipeline;

/**
 * A pipeline as this server offers it.
 *
 * @param plan what its jobs are submitted with
 * @param noun how sentences speak of its items
 * @param check of a payload's first bytes
 * @param resending what is other for rejects that are sent again
 */
public record Offer(
    Pipeline pipeline, Plan plan, Noun noun, FirstBytes check, Resending resending) {
  public static Offer of(Pipeline pipeline, Noun noun, FirstBytes check) {
    return new Offer(pipeline, Plan.of(pipeline), noun, check, Resending.SAME);
  }

  public Offer resentBy(Resending resending) {
    return new Offer(pipeline, plan, noun, check, resending);
  }

  public String name() {
    return pipeline.name();
  }
}
