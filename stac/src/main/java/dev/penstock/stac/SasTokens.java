package dev.penstock.stac;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.Deadline;
import dev.penstock.raster.source.Signer;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Signs addresses of Azure's blob storage with tokens that a provider hands out, one for each
 * container. A token is kept until five minutes before its end. Addresses of other hosts are left
 * alone. Thread-safe.
 */
public final class SasTokens implements Signer {
  private static final String STORAGE = ".blob.core.windows.net";
  private static final Duration MARGIN = Duration.ofMinutes(5);
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final int MOST_CONTAINERS = 1000;

  private final URI provider;
  private final StacSender sender;
  private final StacLimits limits;
  private final InstantSource clock;
  private final Map<String, Token> tokens = new HashMap<>();

  private record Token(String query, Instant end) {}

  /**
   * Tokens of one provider.
   *
   * @param provider the address before {@code account/container}, with a slash at its end
   */
  public SasTokens(URI provider, StacSender sender, StacLimits limits, InstantSource clock) {
    this.provider = provider;
    this.sender = sender;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public Signed sign(URI plain, boolean anew) throws RasterException, InterruptedException {
    String host = plain.getHost() == null ? "" : plain.getHost();
    String[] path = plain.getRawPath().split("/", -1);
    if (!host.endsWith(STORAGE) || path.length < 3) {
      return new Signed(plain, Map.of());
    }
    String account = host.substring(0, host.length() - STORAGE.length());
    Token token = token(account + "/" + path[1], anew);
    String mark = plain.getRawQuery() == null ? "?" : "&";
    return new Signed(URI.create(plain + mark + token.query()), Map.of());
  }

  /**
   * Under the lock: those who wait for a token of a container wait for one request, not for many.
   */
  private synchronized Token token(String container, boolean anew)
      throws RasterException, InterruptedException {
    Token kept = tokens.get(container);
    if (kept != null && !anew && clock.instant().plus(MARGIN).isBefore(kept.end())) {
      return kept;
    }
    Token token = fetched(container);
    if (tokens.size() >= MOST_CONTAINERS) {
      tokens.clear();
    }
    tokens.put(container, token);
    return token;
  }

  private Token fetched(String container) throws RasterException, InterruptedException {
    Catalogue catalogue = new Catalogue(provider, sender, limits, Deadline.in(TIME));
    try {
      JsonNode json = catalogue.get(provider.resolve(container));
      String query = json.path("token").asString("");
      Instant end = OffsetDateTime.parse(json.path("msft:expiry").asString("")).toInstant();
      if (query.isEmpty()) {
        throw new RasterException(Fault.DENIED, "There is no token for %s.".formatted(container));
      }
      return new Token(query, end);
    } catch (StacException e) {
      Fault fault = e.fault().passing() ? Fault.BUSY : Fault.DENIED;
      throw new RasterException(
          fault, "Token for %s: %s".formatted(container, e.getMessage()), e.pause());
    } catch (DateTimeException e) {
      throw new RasterException(Fault.DENIED, "The token for %s has no end.".formatted(container));
    }
  }
}
