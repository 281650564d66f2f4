package dev.penstock.server.oidc;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The public keys of an issuer, read when they are first needed, again after five minutes, and
 * sooner when a token names one that is not known: so a rotation is noticed, and a stranger's
 * tokens cannot have the issuer asked more than twice a minute. Where they cannot be read, those
 * known stay good. Thread-safe.
 */
final class IssuerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
  private static final Duration GOOD = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST = 256 * 1024;

  private final OidcSettings settings;
  private final InstantSource clock;
  private List<TokenKey> keys = List.of();
  private Instant asked = Instant.MIN;

  IssuerKeys(OidcSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Keys that may have signed a token that names one; all, where it names none. */
  synchronized List<TokenKey> named(String id) throws IOException {
    Instant now = clock.instant();
    List<TokenKey> known = matching(id);
    boolean old = asked.equals(Instant.MIN) || asked.plus(GOOD).isBefore(now);
    boolean strange =
        known.isEmpty() && (asked.equals(Instant.MIN) || asked.plus(PAUSE).isBefore(now));
    if (!old && !strange) {
      return known;
    }
    asked = now;
    try {
      keys = read();
    } catch (IOException e) {
      if (keys.isEmpty()) {
        // Asked again by the next token: nobody can be let in without.
        asked = Instant.MIN;
        throw e;
      }
      LOG.warn("the keys of {} cannot be read; those known stay good: {}", settings.issuer(), e);
    }
    return matching(id);
  }

  private List<TokenKey> matching(String id) {
    return keys.stream().filter(key -> id.isEmpty() || key.id().equals(id)).toList();
  }

  private List<TokenKey> read() throws IOException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      URI uri = settings.jwks().isPresent() ? settings.jwks().get() : discovered(client);
      var found = new ArrayList<TokenKey>();
      for (JsonNode jwk : json(client, uri).path("keys")) {
        TokenKey.of(jwk).ifPresent(found::add);
      }
      if (found.isEmpty()) {
        throw new IOException("there is no key at " + uri + " that is known here");
      }
      return List.copyOf(found);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading an issuer's keys");
    }
  }

  private URI discovered(HttpClient client) throws IOException, InterruptedException {
    String issuer = settings.issuer().replaceAll("/$", "");
    JsonNode said = json(client, URI.create(issuer + "/.well-known/openid-configuration"));
    if (!said.path("issuer").asString("").equals(settings.issuer())) {
      throw new IOException("the discovery document is not that of " + settings.issuer());
    }
    try {
      return URI.create(said.path("jwks_uri").asString(""));
    } catch (IllegalArgumentException e) {
      throw new IOException("the discovery document names no jwks_uri", e);
    }
  }

  private static JsonNode json(HttpClient client, URI uri)
      throws IOException, InterruptedException {
    HttpRequest request;
    try {
      request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    } catch (IllegalArgumentException e) {
      throw new IOException("not a URL to read keys from: " + uri, e);
    }
    HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException("%s answered %d".formatted(uri, answer.statusCode()));
      }
      return JsonMapper.shared().readTree(body.readNBytes(MOST));
    } catch (JacksonException e) {
      throw new IOException(uri + " did not answer with JSON", e);
    }
  }
}
