package dev.penstock.webhook;

/**
 * A secret that a sender knows too. It does not print.
 *
 * @param reveal the secret in clear
 */
public record SharedSecret(String reveal) {
  public SharedSecret {
    if (reveal.length() < 8 || reveal.length() > 256) {
      throw new IllegalArgumentException("a secret has 8 to 256 characters");
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
