package dev.penstock.server.plant;

import dev.penstock.egress.Call;
import dev.penstock.egress.OutboundClient;
import dev.penstock.egress.Outcome;
import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.HttpSender;
import dev.penstock.stac.StacSender;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Sends what catalogues and scenes are asked through the guarded client: addresses that somebody
 * else has chosen go where the rules allow and nowhere else. Thread-safe.
 */
final class GuardedWay {
  private static final int REDIRECTS = 3;

  /** As catalogues answer what they do not let pass. */
  private static final int FORBIDDEN = 403;

  private final Optional<OutboundClient> client;

  GuardedWay(Optional<OutboundClient> client) {
    this.client = client;
  }

  /** A range of a file. */
  HttpSender.Answer get(HttpSender.Get get) throws IOException, InterruptedException {
    Call call = Call.get(get.uri(), new Call.Limits(get.time(), get.bytes()));
    for (Map.Entry<String, String> header : get.headers().entrySet()) {
      call = call.with(header.getKey(), header.getValue());
    }
    return switch (client().follow(call, REDIRECTS)) {
      case Outcome.Answer answer ->
          new HttpSender.Answer(answer.status(), answer.headers(), answer.body(), answer.whole());
      case Outcome.Refused refused ->
          throw new RasterException(Fault.DENIED, refused.problem().detail());
      case Outcome.Failed failed -> throw new IOException(failed.problem().detail());
    };
  }

  /** A page of a catalogue. */
  StacSender.Answer ask(StacSender.Ask ask) throws IOException, InterruptedException {
    var limits = new Call.Limits(ask.limits().time(), ask.limits().bytes());
    Call call = new Call(ask.method(), ask.uri(), ask.headers(), ask.body(), limits);
    return switch (client().follow(call, REDIRECTS)) {
      case Outcome.Answer answer ->
          new StacSender.Answer(answer.status(), answer.headers(), answer.body(), answer.whole());
      case Outcome.Refused _ -> new StacSender.Answer(FORBIDDEN, Map.of(), new byte[0], true);
      case Outcome.Failed failed -> throw new IOException(failed.problem().detail());
    };
  }

  private OutboundClient client() {
    return client.orElseThrow(
        () -> new IllegalStateException("the pipeline is only declared, it has no way out"));
  }
}
