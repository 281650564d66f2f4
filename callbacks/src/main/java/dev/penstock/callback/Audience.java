package dev.penstock.callback;

import dev.penstock.engine.FollowUp;
import dev.penstock.engine.Submission;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Who listens, in memory, so that submitting a job does not ask the book. Thread-safe. */
public final class Audience implements Announcer {
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

  @Override
  public Optional<FollowUp> after(Submission submission) {
    String pipeline = submission.plan().pipeline();
    return !pipeline.equals(CallbacksPipeline.NAME) && wants(submission.tenant(), pipeline)
        ? Optional.of(CallbackOrders.toSubscribers())
        : Optional.empty();
  }

  /** Whether anybody wants to hear how a job of this pipeline ends. */
  private boolean wants(String tenant, String pipeline) {
    return listening.stream()
        .anyMatch(each -> each.key().tenant().equals(tenant) && each.wants(pipeline));
  }
}
