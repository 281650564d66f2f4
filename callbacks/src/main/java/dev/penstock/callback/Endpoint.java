package dev.penstock.callback;

/** A subscription and how it fares. */
public record Endpoint(Subscription subscription, Standing standing) {
  /** Whether anything is sent there. */
  public boolean open() {
    return subscription.enabled() && standing.disabled().isEmpty();
  }
}
