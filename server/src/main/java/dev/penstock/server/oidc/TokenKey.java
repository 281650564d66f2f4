package dev.penstock.server.oidc;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One public key of an issuer (RFC 7517), and which algorithms it may be used with. */
record TokenKey(String id, PublicKey key) {
  private static final int LEAST_RSA_BITS = 2_048;

  /** A key that signs in a way that is known here; empty for any other. */
  static Optional<TokenKey> of(JsonNode jwk) {
    if (!jwk.path("use").asString("sig").equals("sig")) {
      return Optional.empty();
    }
    try {
      return switch (jwk.path("kty").asString("")) {
        case "RSA" -> Optional.of(rsa(jwk)).filter(TokenKey::longEnough);
        case "EC" -> ec(jwk);
        default -> Optional.empty();
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static TokenKey rsa(JsonNode jwk) throws GeneralSecurityException {
    var spec = new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e"));
    return new TokenKey(id(jwk), KeyFactory.getInstance("RSA").generatePublic(spec));
  }

  private static Optional<TokenKey> ec(JsonNode jwk) throws GeneralSecurityException {
    if (!jwk.path("crv").asString("").equals("P-256")) {
      return Optional.empty();
    }
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    var point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
    var spec = new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class));
    return Optional.of(new TokenKey(id(jwk), KeyFactory.getInstance("EC").generatePublic(spec)));
  }

  private static String id(JsonNode jwk) {
    return jwk.path("kid").asString("");
  }

  private static BigInteger number(JsonNode jwk, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(name).asString("")));
  }

  private boolean longEnough() {
    return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
  }

  /** Whether it signed. The algorithm has to fit the key: a token does not choose freely. */
  boolean signed(String algorithm, byte[] text, byte[] signature) {
    try {
      Optional<Signature> check = check(algorithm);
      if (check.isEmpty()) {
        return false;
      }
      check.get().initVerify(key);
      check.get().update(text);
      return check.get().verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private Optional<Signature> check(String algorithm) throws GeneralSecurityException {
    boolean rsa = key instanceof RSAPublicKey;
    return switch (algorithm) {
      case "RS256" -> rsa ? Optional.of(Signature.getInstance("SHA256withRSA")) : Optional.empty();
      case "PS256" -> rsa ? Optional.of(pss()) : Optional.empty();
      case "ES256" ->
          rsa
              ? Optional.empty()
              : Optional.of(Signature.getInstance("SHA256withECDSAinP1363Format"));
      default -> Optional.empty();
    };
  }

  private static Signature pss() throws GeneralSecurityException {
    Signature pss = Signature.getInstance("RSASSA-PSS");
    pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    return pss;
  }
}
