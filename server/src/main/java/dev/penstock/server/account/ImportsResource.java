package dev.penstock.server.account;

import dev.penstock.pipeline.Inputs;
import dev.penstock.server.intake.SubmitResource;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.Reply;
import dev.penstock.transactions.Preview;
import dev.penstock.transactions.TransactionsPipeline;
import dev.penstock.transactions.price.FilePrices;
import dev.penstock.transactions.price.FilePrices.UnreadablePricesException;
import dev.penstock.transactions.store.PriceBook.Point;
import dev.penstock.transactions.view.Accounts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;

/** Imports into an account, and prices that somebody brings. */
public final class ImportsResource {
  private static final int MOST_PRICES = 16 << 20;

  private final SubmitResource submit;
  private final Catalog catalog;
  private final Accounts accounts;

  public ImportsResource(SubmitResource submit, Catalog catalog, Accounts accounts) {
    this.submit = submit;
    this.catalog = catalog;
    this.accounts = accounts;
  }

  /**
   * A job of the transactions pipeline for this account; with {@code dry-run=true} only what its
   * first rows would be understood as.
   */
  public Reply post(Exchange exchange) throws IOException {
    var offer =
        catalog
            .named(TransactionsPipeline.NAME)
            .orElseThrow(() -> catalog.refusal(TransactionsPipeline.NAME));
    Map<String, List<String>> given = new LinkedHashMap<>(exchange.query().values());
    List<String> dry = given.remove("dry-run");
    if (dry != null && dry.equals(List.of("true"))) {
      return dryRun(exchange, offer.pipeline().inputs().read(given));
    }
    return submit.submit(exchange, offer, Map.of("account", exchange.path("account")));
  }

  private Reply dryRun(Exchange exchange, Inputs.Reading reading) throws IOException {
    return switch (reading) {
      case Inputs.Reading.Refused(var problems) ->
          new Reply.Refused(
              HttpProblem.of(Code.INPUT_INVALID, "Inputs cannot be used; see errors.")
                  .withErrors(problems));
      case Inputs.Reading.Accepted(var values) -> {
        byte[] head = exchange.body().beginning(Preview.MOST);
        Preview preview;
        try {
          var saved = new Preview.Saved(accounts.mappings(), exchange.tenant());
          preview = Preview.of(head, head.length < Preview.MOST, values, saved);
        } catch (ZipException e) {
          throw HttpProblem.of(Code.BODY_INVALID, "The gzip cannot be unwrapped.").refused();
        }
        yield Reply.json(200, Json.bytes(json -> PreviewJson.write(json, preview)));
      }
    };
  }

  /**
   * Keeps daily prices in a currency: a CSV with the columns date, asset and price. What is known
   * already stays as it is.
   */
  public Reply prices(Exchange exchange) throws IOException {
    exchange.query().only();
    String currency = exchange.path("currency");
    if (!currency.matches("[A-Z]{3}")) {
      throw HttpProblem.of(Code.BODY_INVALID, "A currency is a code such as USD.").refused();
    }
    List<Point> points;
    try {
      points = FilePrices.read(exchange.body().whole(MOST_PRICES), "manual", currency);
    } catch (UnreadablePricesException e) {
      throw HttpProblem.of(Code.BODY_INVALID, e.getMessage() + ".").refused();
    }
    accounts.prices().keep(currency, points);
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeNumberProperty("prices", points.size());
              json.writeEndObject();
            }));
  }
}
