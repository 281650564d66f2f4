package dev.penstock.server.intake;

import dev.penstock.blob.Payload;
import dev.penstock.callback.CallbackOrders;
import dev.penstock.engine.Admission;
import dev.penstock.engine.Submission;
import dev.penstock.engine.Terms;
import dev.penstock.job.JobIds;
import dev.penstock.pipeline.InputValues;
import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes payloads in that are named, not sent: checks what can be checked, and leaves the fetching
 * to a job of its own, which lasts as long as it has to and outlives a crash.
 */
final class ByReference {
  /** The query parameter that names the payload. */
  static final String PARAMETER = "payload-url";

  private final Admittance admittance;
  private final SubmitResource.IntakeStores stores;
  private final JobIds ids;

  ByReference(Admittance admittance, SubmitResource.IntakeStores stores, JobIds ids) {
    this.admittance = admittance;
    this.stores = stores;
    this.ids = ids;
  }

  Admission begin(IntakeWish asked, String url, Caller caller) {
    return begin(asked, List.of(url), caller);
  }

  /** One job fetches all of them, in their order; each becomes a job of its own. */
  Admission begin(IntakeWish asked, List<String> named, Caller caller) {
    List<URI> urls = named.stream().map(this::uri).toList();
    IntakeRequest request = admittance.request(asked, caller);
    var wish =
        new IntakeWish(
            asked.pipeline(),
            asked.query(),
            asked.name(),
            Optional.<String>empty(),
            asked.digest(),
            asked.packed());
    byte[] order = new FetchOrder(urls, wish, caller).bytes();
    if (order.length > Payload.MAX_INLINE) {
      throw HttpProblem.of(Code.PAYLOAD_ADDRESS, "The URLs and the inputs are too long together.")
          .refused();
    }
    Admission admission =
        stores
            .engine()
            .submit(
                new Submission(
                    ids.next(),
                    caller.tenant(),
                    FetchPipeline.PLAN,
                    asked.name(),
                    new InputValues(Map.of()),
                    Payload.inline(order),
                    asked.key().map(key -> same(key, request, urls)),
                    terms(asked)));
    stores.arrived().run();
    return admission;
  }

  private Submission.Idempotency same(String key, IntakeRequest request, List<URI> urls) {
    String all = urls.stream().map(URI::toString).collect(Collectors.joining("\n"));
    String digest = Sha256.hex(all.getBytes(StandardCharsets.UTF_8));
    String route = "fetch " + request.offer().name();
    return new Submission.Idempotency(
        key, Sha256.ofRequest(route, request.inputs().texts(), digest));
  }

  /** Whoever wants to hear of a failure hears when there is nothing to begin with. */
  private Terms terms(IntakeWish wish) {
    var callbacks = CallbackParameters.takeFrom(new LinkedHashMap<>(wish.query()), stores.rules());
    return Terms.PLAIN.followedBy(CallbackOrders.toJobs(Optional.empty(), callbacks.failed()));
  }

  private URI uri(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw refused(text, "It is no URL.");
    }
    stores
        .rules()
        .problemWith(uri)
        .ifPresent(
            problem -> {
              throw refused(text, problem.detail());
            });
    return uri;
  }

  private static RuntimeException refused(String url, String why) {
    return HttpProblem.of(
            Code.PAYLOAD_ADDRESS, "%s cannot be fetched. %s".formatted(Exchange.clip(url), why))
        .refused();
  }
}
