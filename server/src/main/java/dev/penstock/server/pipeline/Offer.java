package dev.penstock.server.pipeline;

import dev.penstock.engine.Plan;
import dev.penstock.pipeline.Pipeline;

/**
 * A pipeline as this server offers it.
 *
 * @param plan what its jobs are submitted with
 * @param noun how sentences speak of its items
 * @param check of a payload's first bytes
 * @param forClients whether clients may submit to it; else only the server itself does
 */
public record Offer(Pipeline pipeline, Plan plan, Noun noun, FirstBytes check, boolean forClients) {
  public static Offer of(Pipeline pipeline, Noun noun, FirstBytes check) {
    return new Offer(pipeline, Plan.of(pipeline), noun, check, true);
  }

  /** One that only the server itself submits to. */
  public static Offer internal(Pipeline pipeline, Noun noun) {
    return new Offer(pipeline, Plan.of(pipeline), noun, FirstBytes.ANY, false);
  }

  public String name() {
    return pipeline.name();
  }
}
