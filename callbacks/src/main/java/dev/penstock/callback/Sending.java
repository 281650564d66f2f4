package dev.penstock.callback;

import dev.penstock.egress.Call;
import dev.penstock.egress.OutboundClient;
import dev.penstock.egress.Outcome;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;

/** Signs one delivery and sends it. Thread-safe. */
final class Sending {
  private static final int KEPT = 2_048;

  private final OutboundClient client;
  private final SecretBook secrets;
  private final CallbackSettings settings;
  private final InstantSource clock;

  Sending(
      OutboundClient client, SecretBook secrets, CallbackSettings settings, InstantSource clock) {
    this.client = client;
    this.secrets = secrets;
    this.settings = settings;
    this.clock = clock;
  }

  /** The clock that time stamps are made by. */
  InstantSource clock() {
    return clock;
  }

  Outcome send(Delivery delivery, URI target) throws IOException, InterruptedException {
    Event event = delivery.event();
    Instant now = clock.instant();
    Signing signing = secrets.of(delivery.endpoint(), Signing.with(SigningSecret.fresh()));
    String signature = Signature.of(event.id(), now, event.body(), signing.at(now));
    Call call =
        Call.post(target, event.body(), new Call.Limits(settings.timeout(), KEPT))
            .with("Content-Type", event.mediaType())
            .with("webhook-id", event.id())
            .with("webhook-timestamp", Long.toString(now.getEpochSecond()))
            .with("webhook-signature", signature);
    return client.send(call);
  }
}
