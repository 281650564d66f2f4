package dev.penstock.server.farm;

import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.picture.Chip;
import dev.penstock.ndvi.picture.Painting;
import dev.penstock.ndvi.picture.Ramp;
import dev.penstock.ndvi.store.FarmView.Picture;
import dev.penstock.ndvi.store.FarmView.Span;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Query;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** {@code GET /v1/farms/{farm}/ndvi.png}: drawn from what is kept, in the colours asked for. */
public final class PictureResource {
  private static final int LARGEST_SCALE = 16;

  private final FarmParts parts;

  public PictureResource(FarmParts parts) {
    this.parts = parts;
  }

  public Reply read(Exchange exchange) throws IOException {
    Query query = exchange.query().only("date", "ramp", "stretch", "scale", "legend");
    long from = 0;
    long to = Long.MAX_VALUE;
    if (query.one("date").isPresent()) {
      String date = query.one("date").get();
      from = SpanQuery.moment("date", date, false).toEpochMilli();
      to = SpanQuery.moment("date", date, true).toEpochMilli();
    }
    Painting painting = painting(query);
    Farm farm = FarmFound.of(parts, exchange);
    Picture picture =
        parts
            .view()
            .picture(new Span(exchange.tenant(), farm.id(), farm.version(), "", from, to))
            .orElseThrow(
                () ->
                    HttpProblem.of(
                            Code.PICTURE_UNKNOWN, "No scene of then shows anything of the farm.")
                        .refused());
    return new Reply.Whole(
        200,
        "image/png",
        Map.of(
            "Cache-Control",
            "no-cache",
            "Penstock-Observed",
            Instant.ofEpochMilli(picture.time()).toString()),
        painting.png(Chip.unpack(picture.chip())));
  }

  private static Painting painting(Query query) {
    String name = query.one("ramp").orElse("greens");
    Ramp ramp =
        Ramp.named(name)
            .orElseThrow(
                () -> Query.invalid("ramp", "is one of " + String.join(", ", Ramp.words())));
    return new Painting(
        ramp,
        flag(query, "stretch", false),
        (int) query.whole("scale", Painting.USUAL.scale(), 1, LARGEST_SCALE),
        flag(query, "legend", true));
  }

  private static boolean flag(Query query, String name, boolean fallback) {
    return switch (query.one(name).orElse(String.valueOf(fallback))) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Query.invalid(name, "is true or false");
    };
  }
}
