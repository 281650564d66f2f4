package dev.penstock.server.intake;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.egress.EgressRules;
import dev.penstock.engine.Terms;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.server.access.OwnNames;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.FirstBytes;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks a request before its body is read, and so before a client with {@code Expect:
 * 100-continue} sends it: pipeline, inputs, size, encoding, room, keys.
 */
final class Admittance {
  private static final String NEVER = "application/x-www-form-urlencoded";
  private static final String FORM = "multipart/form-data";

  private final Catalog catalog;
  private final BlobStore blobs;
  private final IntakeLimits limits;
  private final EgressRules rules;

  /**
   * @param rules for addresses that a job wants told
   */
  Admittance(Catalog catalog, BlobStore blobs, IntakeLimits limits, EgressRules rules) {
    this.catalog = catalog;
    this.blobs = blobs;
    this.limits = limits;
    this.rules = rules;
  }

  IntakeRequest check(Exchange exchange) throws IOException {
    checkType(exchange);
    return check(exchange, catalog.of(exchange), Map.of());
  }

  /**
   * Checks a request to a route that says the pipeline itself.
   *
   * @param said inputs that the route says too
   */
  IntakeRequest check(Exchange exchange, Offer offer, Map<String, String> said) throws IOException {
    IntakeWish wish = wish(exchange, offer.name(), said);
    IntakeRequest request = request(wish, exchange.caller());
    checkLength(exchange.declaredLength());
    checkRoom(exchange.declaredLength());
    return request;
  }

  /**
   * What a request with the usual parameters and headers asks for.
   *
   * @param said inputs that the route says too
   */
  IntakeWish wish(Exchange exchange, String pipeline, Map<String, String> said) {
    Map<String, List<String>> query = new LinkedHashMap<>(exchange.query().values());
    said.forEach(
        (name, value) ->
            query.merge(name, List.of(value), (a, b) -> List.of(a.getFirst(), b.getFirst())));
    String name = JobName.of(exchange, query.remove("name"));
    return new IntakeWish(
        pipeline,
        query,
        name,
        IdempotencyKey.of(exchange),
        ReprDigest.of(exchange),
        packed(exchange));
  }

  /** Checks what is asked for, apart from the payload itself. */
  IntakeRequest request(IntakeWish wish, Caller caller) {
    Offer offer =
        catalog.offered(wish.pipeline()).orElseThrow(() -> catalog.refusal(wish.pipeline()));
    Map<String, List<String>> query = new LinkedHashMap<>(wish.query());
    CallbackParameters callbacks = CallbackParameters.takeFrom(query, rules);
    Terms asked = callbacks.on(TermsParameters.takeFrom(query));
    InputValues inputs = inputs(offer, query);
    checkNames(caller, inputs);
    FirstBytes check = wish.packed() ? GzipStart.before(offer.check()) : offer.check();
    var label = new IntakeRequest.Label(wish.name(), wish.key());
    return new IntakeRequest(
        offer,
        inputs,
        offer.terms(asked, inputs),
        label,
        check,
        wish.digest(),
        callbacks.inProgress());
  }

  private static InputValues inputs(Offer offer, Map<String, List<String>> given) {
    return switch (offer.pipeline().inputs().read(given)) {
      case Inputs.Reading.Accepted(var values) -> values;
      case Inputs.Reading.Refused(var problems) -> throw refused(problems).refused();
    };
  }

  /** One kind of problem gives the answer its code; of several, the general one. */
  private static HttpProblem refused(List<Problem> problems) {
    List<String> codes = problems.stream().map(Problem::code).distinct().toList();
    Code code =
        codes.size() == 1
            ? Code.of(codes.getFirst()).orElse(Code.INPUT_INVALID)
            : Code.INPUT_INVALID;
    String detail =
        problems.size() == 1
            ? problems.getFirst().detail()
            : problems.size() + " inputs cannot be used; see errors.";
    return HttpProblem.of(code, detail).withErrors(problems);
  }

  private static void checkNames(Caller caller, InputValues inputs) {
    Optional<HttpProblem> problem = OwnNames.problem(caller, inputs);
    if (problem.isPresent()) {
      throw problem.get().refused();
    }
  }

  private void checkLength(long declared) {
    if (declared > limits.maxBody()) {
      throw tooLarge("The body has " + declared + " bytes");
    }
    if (declared == 0) {
      throw HttpProblem.of(Code.PAYLOAD_EMPTY, "Send the payload as the body.").refused();
    }
  }

  /** The refusal of a body over the limit. */
  RuntimeException tooLarge(String what) {
    return HttpProblem.of(
            Code.PAYLOAD_TOO_LARGE,
            "%s; at most %d are taken (http.max-body).".formatted(what, limits.maxBody()))
        .refused();
  }

  private static String bareType(Exchange exchange) {
    String type = exchange.header("Content-Type").orElse("");
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Whether the body is a form with a file in it. */
  static boolean isForm(Exchange exchange) {
    return bareType(exchange).equals(FORM);
  }

  /** Whether the body is a list of URLs. */
  static boolean isUrlList(Exchange exchange) {
    return bareType(exchange).equals(UrlList.TYPE);
  }

  /** What can be checked of a form before any of it is read. */
  void checkForm(Exchange exchange) throws IOException {
    catalog.of(exchange);
    if (packed(exchange)) {
      throw HttpProblem.of(Code.ENCODING, "A form is not taken as gzip; its file is.").refused();
    }
    checkSize(exchange.declaredLength());
  }

  /** What a form asks for, its fields beside the query; its body is read up to the file. */
  IntakeRequest check(Exchange exchange, FormBody form) {
    IntakeWish wish = wish(exchange, catalog.of(exchange).name(), Map.of());
    var query = new LinkedHashMap<>(wish.query());
    form.fields()
        .forEach(
            (name, values) ->
                query.merge(
                    name,
                    values,
                    (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));
    List<String> named = query.remove("name");
    String name =
        !wish.name().isEmpty() || named == null ? wish.name() : JobName.of(exchange, named);
    return request(
        new IntakeWish(
            wish.pipeline(),
            query,
            name.isEmpty() ? form.fileName() : name,
            wish.key(),
            wish.digest(),
            wish.packed()),
        exchange.caller());
  }

  private static void checkType(Exchange exchange) {
    String bare = bareType(exchange);
    if (bare.equals(NEVER)) {
      throw HttpProblem.of(
              Code.MEDIA_TYPE,
              "%s is a form; send the payload itself as the body (curl --data-binary @file -H"
                      .formatted(bare)
                  + " 'Content-Type: application/octet-stream').")
          .refused();
    }
  }

  /** Whether the payload is gzip; another coding is refused. */
  static boolean packed(Exchange exchange) {
    String coding = String.join(",", exchange.headers("Content-Encoding")).strip();
    // RFC 9110 8.4.1.3: the older word means the same.
    if (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip")) {
      return true;
    }
    if (coding.equalsIgnoreCase("zstd")) {
      // What it holds is told by its own first bytes, as those of any body are.
      return false;
    }
    if (!coding.isEmpty() && !coding.equalsIgnoreCase("identity")) {
      throw HttpProblem.of(
              Code.ENCODING,
              "Content-Encoding '%s' is not taken; gzip, zstd and identity are."
                  .formatted(Exchange.clip(coding)))
          .withHeader("Accept-Encoding", "gzip, zstd, identity")
          .refused();
    }
    return false;
  }

  /** Whether there is room for a body, and it may be so large. */
  void checkSize(long declared) throws IOException {
    checkLength(declared);
    checkRoom(declared);
  }

  private void checkRoom(long declared) throws IOException {
    long room = blobs.room();
    if (room <= 0) {
      throw full("The disk has less room left than limits.disk-reserve keeps free.");
    }
    if (declared > Payload.MAX_INLINE && declared > room) {
      throw full("The body has " + declared + " bytes, more than there is room for.");
    }
  }

  /** The refusal for want of room. */
  static RuntimeException full(String why) {
    return HttpProblem.of(
            Code.STORE_FULL, why + " Remove ended jobs, or give the data folder more room.")
        .refused();
  }
}
