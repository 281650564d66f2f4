package dev.penstock.server.oidc;

import java.net.URI;
import java.util.Optional;

/**
 * Whose tokens are taken.
 *
 * @param issuer as {@code iss} has it
 * @param audience that {@code aud} has to name
 * @param jwks where the issuer's keys are; empty: its discovery document says
 * @param tenantClaim the claim that names the tenant
 */
public record OidcSettings(String issuer, String audience, Optional<URI> jwks, String tenantClaim) {
  public OidcSettings {
    String scheme = URI.create(issuer).getScheme();
    if (!"https".equals(scheme) && !"http".equals(scheme)) {
      throw new IllegalArgumentException("oidc.issuer starts with https:// or http://");
    }
    if (audience.isBlank() || tenantClaim.isBlank()) {
      throw new IllegalArgumentException("oidc.issuer takes an oidc.audience beside it");
    }
  }
}
