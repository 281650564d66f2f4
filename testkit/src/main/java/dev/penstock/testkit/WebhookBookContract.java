package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.webhook.Scheme;
import dev.penstock.webhook.SeenEvent;
import dev.penstock.webhook.SharedSecret;
import dev.penstock.webhook.WebhookBook;
import dev.penstock.webhook.WebhookEndpoint;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every book of webhook endpoints promises. Extend it for a book; add no cases there. */
public abstract class WebhookBookContract {
  private static final Instant NOW = Instant.parse("2026-07-01T10:00:00.250Z");

  private WebhookBook book;

  /** Opens an empty book. */
  protected abstract WebhookBook open() throws IOException;

  @BeforeEach
  void openBook() throws IOException {
    book = open();
  }

  private static WebhookEndpoint endpoint(String tenant, String id, String... secrets) {
    return new WebhookEndpoint(
        id,
        tenant,
        Scheme.HEADER,
        "X-Token",
        List.of(secrets).stream().map(SharedSecret::new).toList(),
        new WebhookEndpoint.Order("geometry", Map.of("collection", "a=b\n", "mode", "append")),
        false,
        NOW);
  }

  @Test
  void anEndpointIsKeptAsItIs() throws IOException {
    WebhookEndpoint first = endpoint("acme", "erp", "secret-2", "secret-1");
    assertThat(book.put(first)).isTrue();
    assertThat(book.get("erp")).contains(first);
    WebhookEndpoint second = endpoint("acme", "erp", "secret-3");
    assertThat(book.put(second)).isTrue();
    assertThat(book.get("erp")).contains(second);
    assertThat(book.get("other")).isEmpty();
  }

  @Test
  void anIdOfAnotherTenantIsNotTaken() throws IOException {
    WebhookEndpoint theirs = endpoint("acme", "erp", "secret-1");
    book.put(theirs);
    assertThat(book.put(endpoint("globex", "erp", "secret-2"))).isFalse();
    assertThat(book.get("erp")).contains(theirs);
    assertThat(book.remove("globex", "erp")).isFalse();
    assertThat(book.list("globex", "", 10)).isEmpty();
  }

  @Test
  void endpointsOfATenantComeInPagesById() throws IOException {
    for (String id : List.of("c", "a", "b")) {
      book.put(endpoint("acme", id, "secret-1"));
      book.put(endpoint("globex", id + "x", "secret-1"));
    }
    assertThat(book.list("acme", "", 2)).extracting(WebhookEndpoint::id).containsExactly("a", "b");
    assertThat(book.list("acme", "b", 2)).extracting(WebhookEndpoint::id).containsExactly("c");
  }

  @Test
  void whatIsRemovedIsGone() throws IOException {
    book.put(endpoint("acme", "erp", "secret-1"));
    assertThat(book.remove("acme", "erp")).isTrue();
    assertThat(book.remove("acme", "erp")).isFalse();
    assertThat(book.get("erp")).isEmpty();
    assertThat(book.put(endpoint("globex", "erp", "secret-2"))).isTrue();
  }

  @Test
  void anEventThatWasSeenKeepsItsFirstJobUntilItIsForgottenOrItsEndpointGoes() throws IOException {
    var ids = new JobIds(InstantSource.fixed(NOW));
    JobId first = ids.next();
    book.put(endpoint("acme", "erp", "secret-1"));
    book.put(endpoint("acme", "crm", "secret-1"));
    book.see(new SeenEvent("erp", "msg-1", first, NOW));
    book.see(new SeenEvent("erp", "msg-1", ids.next(), NOW.plusSeconds(1)));
    book.see(new SeenEvent("erp", "msg-2", ids.next(), NOW.plusSeconds(2)));
    book.see(new SeenEvent("crm", "msg-1", ids.next(), NOW.plusSeconds(3)));
    assertThat(book.seen("erp", "msg-1")).contains(first);
    assertThat(book.seen("erp", "msg-3")).isEmpty();
    book.put(endpoint("acme", "erp", "secret-2"));
    assertThat(book.seen("erp", "msg-1")).as("the endpoint was only changed").contains(first);
    book.forget(NOW.plusSeconds(2));
    assertThat(book.seen("erp", "msg-1")).isEmpty();
    assertThat(book.seen("erp", "msg-2")).isPresent();
    book.remove("acme", "erp");
    assertThat(book.seen("erp", "msg-2")).isEmpty();
    assertThat(book.seen("crm", "msg-1")).isPresent();
  }
}
