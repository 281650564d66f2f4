package dev.penstock.server.oidc;

import dev.penstock.access.ApiKey;
import dev.penstock.access.Scope;
import dev.penstock.access.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks tokens of one issuer (RFC 7519, RFC 9068): signature, issuer, audience, time. The tenant
 * stands in a claim, scopes in {@code scope}, bare or as {@code penstock:submit}. Thread-safe.
 */
public final class OidcTokens implements Tokens {
  private static final Duration LEEWAY = Duration.ofSeconds(60);
  private static final int LONGEST = 8 * 1024;
  private static final String PREFIX = "penstock:";
  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).build())
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .build());

  private final OidcSettings settings;
  private final IssuerKeys keys;
  private final InstantSource clock;

  public OidcTokens(OidcSettings settings, InstantSource clock) {
    this.settings = settings;
    this.keys = new IssuerKeys(settings, clock);
    this.clock = clock;
  }

  @Override
  public boolean asked() {
    return true;
  }

  @Override
  public Optional<ApiKey> of(String text) throws IOException {
    String[] parts = text.split("\\.", -1);
    if (text.length() > LONGEST || parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode head = json(parts[0]);
      // RFC 7515 4.1.11: whoever does not know what is critical has to refuse.
      if (head.has("crit") || !signed(head, parts)) {
        return Optional.empty();
      }
      return identity(json(parts[1]));
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static JsonNode json(String part) {
    return JSON.readTree(Base64.getUrlDecoder().decode(part));
  }

  private boolean signed(JsonNode head, String[] parts) throws IOException {
    byte[] text = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
    String algorithm = head.path("alg").asString("");
    return keys.named(head.path("kid").asString("")).stream()
        .anyMatch(key -> key.signed(algorithm, text, signature));
  }

  private Optional<ApiKey> identity(JsonNode claims) {
    Instant now = clock.instant();
    Optional<Instant> end = moment(claims, "exp");
    String subject = claims.path("sub").asString("");
    String tenant = claims.path(settings.tenantClaim()).asString("");
    Set<Scope> scopes = scopes(claims.path("scope"));
    boolean good =
        claims.path("iss").asString("").equals(settings.issuer())
            && audience(claims.path("aud"))
            && end.isPresent()
            && end.get().plus(LEEWAY).isAfter(now)
            && moment(claims, "nbf").map(from -> !from.minus(LEEWAY).isAfter(now)).orElse(true)
            && subject.matches("[!-~]{1,200}")
            && ApiKey.isTenant(tenant)
            && !scopes.isEmpty();
    if (!good) {
      return Optional.empty();
    }
    var life = new ApiKey.Life(now, end, Optional.empty(), Optional.empty());
    return Optional.of(new ApiKey("oidc/" + subject, tenant, subject, scopes, "", life));
  }

  private static Optional<Instant> moment(JsonNode claims, String name) {
    JsonNode seconds = claims.path(name);
    return seconds.isNumber() && Math.abs(seconds.doubleValue()) < 1e12
        ? Optional.of(Instant.ofEpochSecond((long) seconds.doubleValue()))
        : Optional.empty();
  }

  private boolean audience(JsonNode named) {
    if (named.isArray()) {
      return named.valueStream().anyMatch(this::audience);
    }
    return named.isString() && named.stringValue().equals(settings.audience());
  }

  /** A text with spaces between the words, or an array of texts. */
  private static Set<Scope> scopes(JsonNode said) {
    String text =
        said.isArray()
            ? String.join(" ", said.valueStream().map(each -> each.asString("")).toList())
            : said.asString("");
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : text.split(" ", -1)) {
      String bare = word.startsWith(PREFIX) ? word.substring(PREFIX.length()) : word;
      Arrays.stream(Scope.values()).filter(scope -> scope.word().equals(bare)).forEach(scopes::add);
    }
    return scopes;
  }
}
