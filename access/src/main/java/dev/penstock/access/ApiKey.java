package dev.penstock.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A key as it is kept: everything but the secret itself.
 *
 * @param id the part of its text that may be shown
 * @param tenant whose jobs its holder sees, and no others
 * @param name what a person calls it
 * @param hash SHA-256 of the secret, as hex; no slow hash is needed for 256 random bits
 */
public record ApiKey(
    String id, String tenant, String name, Set<Scope> scopes, String hash, Life life) {
  private static final Pattern TENANT = Pattern.compile("(?=.{1,32}$)[a-z0-9]+(-[a-z0-9]+)*");

  /** When it was made, until when it is good, when it was taken back, when it was last used. */
  public record Life(
      Instant created,
      Optional<Instant> expires,
      Optional<Instant> revoked,
      Optional<Instant> used) {}

  public ApiKey {
    scopes = Set.copyOf(scopes);
    if (!isTenant(tenant) || scopes.isEmpty()) {
      throw new IllegalArgumentException("a key has a tenant and at least one scope");
    }
  }

  /** Whether a text may name a tenant. */
  public static boolean isTenant(String text) {
    return TENANT.matcher(text).matches();
  }

  /** Whether it opens anything at a time. */
  public boolean good(Instant now) {
    return life.revoked().isEmpty() && life.expires().map(now::isBefore).orElse(true);
  }

  /** Whether it allows something; admin allows everything. */
  public boolean allows(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }
}
