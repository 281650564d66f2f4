package dev.penstock.server.pipeline;

import dev.penstock.pipeline.Nearest;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pipelines that this server offers, by name, in their order. Immutable. */
public final class Catalog {
  private final Map<String, Offer> offers = new LinkedHashMap<>();

  public Catalog(List<Offer> offers) {
    for (Offer offer : offers) {
      if (this.offers.put(offer.name(), offer) != null) {
        throw new IllegalArgumentException("pipeline " + offer.name() + " is offered twice");
      }
    }
  }

  /** The pipelines themselves. */
  public List<Pipeline> pipelines() {
    return offers.values().stream().map(Offer::pipeline).toList();
  }

  /** Those that clients may submit to. */
  public List<Offer> all() {
    return offers.values().stream().filter(Offer::forClients).toList();
  }

  /** One that clients may submit to. */
  public Optional<Offer> offered(String name) {
    return named(name).filter(Offer::forClients);
  }

  public Optional<Offer> named(String name) {
    return Optional.ofNullable(offers.get(name));
  }

  /** The pipeline in {@code {pipeline}}; an unknown one is refused with the nearest name. */
  public Offer of(Exchange exchange) {
    String name = exchange.path("pipeline");
    return offered(name).orElseThrow(() -> unknown(name).refused());
  }

  /** What is thrown for a name that no pipeline has. */
  public RuntimeException refusal(String name) {
    return unknown(name).refused();
  }

  /** The pipeline in {@code {pipeline}}, also one that only the server itself submits to. */
  public Offer anyOf(Exchange exchange) {
    String name = exchange.path("pipeline");
    return named(name).orElseThrow(() -> unknown(name).refused());
  }

  /** Jobs keep the name of their pipeline also when this server no longer offers it. */
  public Noun noun(String pipeline) {
    return named(pipeline).map(Offer::noun).orElse(Noun.ITEM);
  }

  /** The refusal of a name that no pipeline has, with the nearest one. */
  public HttpProblem unknown(String name) {
    String hint =
        Nearest.to(name, offers.keySet())
            .map(near -> "Did you mean " + near + "?")
            .orElse("Pipelines here: " + String.join(", ", offers.keySet()) + ".");
    return HttpProblem.of(
        Code.PIPELINE_UNKNOWN, "There is no pipeline '" + Exchange.clip(name) + "'. " + hint);
  }
}
