package dev.penstock.callback;

import java.io.IOException;
import java.util.List;

/** Who listens, in memory, so that submitting a job does not ask the book. Thread-safe. */
public final class Audience {
  private final SubscriptionBook book;
  private volatile List<Subscription> listening = List.of();

  public Audience(SubscriptionBook book) throws IOException {
    this.book = book;
    reload();
  }

  /** Looks again; to be called after every change of the book. */
  public void reload() throws IOException {
    listening = book.open();
  }

  /** Whether anybody wants to hear how a job of this pipeline ends. */
  boolean wants(String tenant, String pipeline) {
    return listening.stream()
        .anyMatch(each -> each.key().tenant().equals(tenant) && each.wants(pipeline));
  }
}
