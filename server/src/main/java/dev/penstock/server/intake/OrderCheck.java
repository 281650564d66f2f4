package dev.penstock.server.intake;

import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether what somebody sets up for later could be submitted now. Thread-safe. */
public final class OrderCheck {
  private final Admittance admittance;

  public OrderCheck(SubmitResource.IntakeStores stores, Catalog catalog, IntakeLimits limits) {
    this.admittance = new Admittance(catalog, stores.blobs(), limits, stores.rules());
  }

  /**
   * Checks a pipeline's name and what stands in the query of a submission.
   *
   * @throws dev.penstock.server.web.RefusedException for what would be refused
   */
  public void check(String pipeline, Map<String, String> query, Caller caller) {
    admittance.request(wish(pipeline, query, "", false), caller);
  }

  static IntakeWish wish(String pipeline, Map<String, String> query, String name, boolean packed) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    query.forEach((key, value) -> lists.put(key, List.of(value)));
    return new IntakeWish(pipeline, lists, name, Optional.empty(), Optional.empty(), packed);
  }
}
