package dev.penstock.server.farm;

import dev.penstock.ndvi.farm.Farm;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.RefusedException;
import java.io.IOException;

/** The farm that a path names. */
final class FarmFound {
  private FarmFound() {}

  static Farm of(FarmParts parts, Exchange exchange) throws IOException {
    return parts
        .book()
        .one(exchange.tenant(), exchange.path("farm"))
        .orElseThrow(() -> unknown(exchange));
  }

  static RefusedException unknown(Exchange exchange) {
    return HttpProblem.of(
            Code.FARM_UNKNOWN,
            "There is no farm '%s'. Put it first.".formatted(Exchange.clip(exchange.path("farm"))))
        .refused();
  }
}
