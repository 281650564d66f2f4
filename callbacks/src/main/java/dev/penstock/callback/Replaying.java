package dev.penstock.callback;

import dev.penstock.job.Tally;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes deliveries out of the log and makes them chunks again, a page at a time. */
final class Replaying {
  private static final int PAGE = 500;

  private final DeliveryLog log;

  Replaying(DeliveryLog log) {
    this.log = log;
  }

  StageResult run(StageContext context, String tenant) throws IOException {
    InputValues inputs = context.inputs();
    Optional<String> one = inputs.optional(CallbackOrders.DELIVERY);
    if (one.isPresent()) {
      List<Delivery> found = log.get(tenant, one.get()).stream().toList();
      log.open(found);
      return StageResult.done(Tally.ofOk(found.size()), AddressStage.spawns(found));
    }
    Optional<String> before =
        context.chunk().cursor().map(last -> new String(last, StandardCharsets.US_ASCII));
    while (true) {
      List<Delivery> page = log.list(query(tenant, inputs, before));
      log.open(page);
      if (page.size() < PAGE) {
        return StageResult.done(Tally.ofOk(page.size()), AddressStage.spawns(page));
      }
      String last = page.getLast().id();
      context.checkpoint(
          last.getBytes(StandardCharsets.US_ASCII),
          Tally.ofOk(page.size()),
          AddressStage.spawns(page),
          null);
      before = Optional.of(last);
    }
  }

  private static DeliveryQuery query(String tenant, InputValues inputs, Optional<String> before) {
    var range =
        new DeliveryQuery.Range(
            Instant.parse(inputs.text(CallbackOrders.FROM)),
            Instant.parse(inputs.text(CallbackOrders.UNTIL)));
    return new DeliveryQuery(
        tenant,
        inputs.optional(CallbackOrders.REPLAY),
        Optional.empty(),
        inputs.optional(CallbackOrders.STATE).map(Delivery.State::valueOf),
        range,
        before,
        PAGE);
  }
}
