package dev.penstock.server.intake;

import dev.penstock.blob.BlobStore;
import dev.penstock.blob.Payload;
import dev.penstock.engine.Terms;
import dev.penstock.job.Problem;
import dev.penstock.pipeline.InputValues;
import dev.penstock.pipeline.Inputs;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.FirstBytes;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Checks a request before its body is read, and so before a client with {@code Expect:
 * 100-continue} sends it: pipeline, inputs, size, encoding, room, keys.
 */
final class Admittance {
  private static final Set<String> NEVER =
      Set.of("multipart/form-data", "application/x-www-form-urlencoded");

  private final Catalog catalog;
  private final BlobStore blobs;
  private final IntakeLimits limits;

  Admittance(Catalog catalog, BlobStore blobs, IntakeLimits limits) {
    this.catalog = catalog;
    this.blobs = blobs;
    this.limits = limits;
  }

  IntakeRequest check(Exchange exchange) throws IOException {
    Offer offer = catalog.of(exchange);
    Map<String, List<String>> query = new LinkedHashMap<>(exchange.query().values());
    String name = JobName.of(exchange, query.remove("name"));
    Terms terms = TermsParameters.takeFrom(query);
    InputValues inputs = inputs(offer, query);
    checkLength(exchange.declaredLength());
    checkType(exchange);
    FirstBytes check = startFor(exchange, offer.check());
    checkRoom(exchange.declaredLength());
    var label = new IntakeRequest.Label(name, IdempotencyKey.of(exchange));
    return new IntakeRequest(offer, inputs, terms, label, check, ReprDigest.of(exchange));
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

  private static void checkType(Exchange exchange) {
    String type = exchange.header("Content-Type").orElse("");
    String bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (NEVER.contains(bare)) {
      throw HttpProblem.of(
              Code.MEDIA_TYPE,
              "%s is a form; send the payload itself as the body (curl --data-binary @file -H"
                      .formatted(bare)
                  + " 'Content-Type: application/octet-stream').")
          .refused();
    }
  }

  /** Also says whether the coding is one that is taken. */
  private static FirstBytes startFor(Exchange exchange, FirstBytes check) {
    String coding = String.join(",", exchange.headers("Content-Encoding")).strip();
    // RFC 9110 8.4.1.3: the older word means the same.
    if (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip")) {
      return GzipStart.before(check);
    }
    if (coding.equalsIgnoreCase("zstd")) {
      // What it holds is told by its own first bytes, as those of any body are.
      return check;
    }
    if (!coding.isEmpty() && !coding.equalsIgnoreCase("identity")) {
      throw HttpProblem.of(
              Code.ENCODING,
              "Content-Encoding '%s' is not taken; gzip, zstd and identity are."
                  .formatted(Exchange.clip(coding)))
          .withHeader("Accept-Encoding", "gzip, zstd, identity")
          .refused();
    }
    return check;
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
