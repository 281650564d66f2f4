package dev.penstock.server.intake;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the SHA-256 in {@code Repr-Digest} (RFC 9530): {@code sha-256=:<base64>:}. Other algorithms
 * beside it are ignored, as the RFC allows; alone they are refused, because nothing would be
 * checked. Several field lines are one list, and of several values the last counts (RFC 9651).
 */
final class ReprDigest {
  private static final Pattern SHA_256 =
      Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/]{43}=):\\s*(?=,|$)");

  private ReprDigest() {}

  /** The digest as lower-case hex. */
  static Optional<String> of(Exchange exchange) {
    List<String> lines = exchange.headers("Repr-Digest");
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> digest =
        SHA_256
            .matcher(String.join(",", lines))
            .results()
            .map(found -> found.group(1))
            .reduce((first, last) -> last);
    if (digest.isEmpty()) {
      throw HttpProblem.of(
              Code.DIGEST_INVALID, "Repr-Digest must have the form sha-256=:<44 base64 letters>:.")
          .refused();
    }
    return Optional.of(HexFormat.of().formatHex(Base64.getDecoder().decode(digest.get())));
  }
}
