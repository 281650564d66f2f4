package dev.penstock.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a sender may post to.
 *
 * @param id in the URL; no two tenants have the same
 * @param header that holds the secret, for {@link Scheme#HEADER}; else empty
 * @param secrets each of them is good, so that a sender can change over
 * @param order what becomes of a body
 */
public record WebhookEndpoint(
    String id,
    String tenant,
    Scheme scheme,
    String header,
    List<SharedSecret> secrets,
    Order order,
    boolean enabled,
    Instant since) {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /** The pipeline that a body goes to, and its inputs. */
  public record Order(String pipeline, Map<String, String> inputs) {
    public Order {
      inputs = Map.copyOf(inputs);
    }
  }

  public WebhookEndpoint {
    secrets = List.copyOf(secrets);
    if (!isId(id) || secrets.isEmpty() || header.isEmpty() == (scheme == Scheme.HEADER)) {
      throw new IllegalArgumentException("not an endpoint: " + id);
    }
  }

  /** Whether a text may name an endpoint. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}
