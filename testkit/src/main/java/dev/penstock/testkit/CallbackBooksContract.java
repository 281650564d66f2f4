package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.callback.Attempt;
import dev.penstock.callback.CallbackBooks;
import dev.penstock.callback.Delivery;
import dev.penstock.callback.DeliveryQuery;
import dev.penstock.callback.Endpoint;
import dev.penstock.callback.EndpointKey;
import dev.penstock.callback.Event;
import dev.penstock.callback.EventType;
import dev.penstock.callback.Format;
import dev.penstock.callback.Signing;
import dev.penstock.callback.SigningSecret;
import dev.penstock.callback.Standing;
import dev.penstock.callback.Subscription;
import dev.penstock.job.JobId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all books of callbacks promise. Extend it for books; add no cases there. */
public abstract class CallbackBooksContract {
  private static final Instant NOW = Instant.parse("2026-07-01T10:00:00.250Z");
  private static final URI TARGET = URI.create("https://example.org/hook?a=b");
  private static final EndpointKey KEY = new EndpointKey("acme", "s1");
  private static final JobId JOB = new JobId("01jz0000000000000000000000");

  private CallbackBooks books;

  /** Opens empty books. */
  protected abstract CallbackBooks open() throws IOException;

  @BeforeEach
  void openBooks() throws IOException {
    books = open();
  }

  private static Subscription subscription(EndpointKey key, boolean enabled) {
    return new Subscription(
        key,
        TARGET,
        Set.of(EventType.SUCCESSFUL, EventType.DISMISSED),
        Set.of("geometry", "lines"),
        Format.CLOUDEVENTS,
        enabled,
        NOW);
  }

  private static Delivery delivery(EndpointKey key, int number) {
    var event =
        new Event(
            JOB + "-0-" + number,
            EventType.SUCCESSFUL,
            number % 2 == 0 ? Optional.of(JOB) : Optional.empty(),
            NOW.plusSeconds(number / 2),
            "application/json",
            ("{\"n\":" + number + "}").getBytes(StandardCharsets.UTF_8));
    String id = HexFormat.of().toHexDigits(number * 7_919L) + key.tenant();
    return new Delivery(id, key, TARGET, event, Delivery.State.PENDING, 0, event.at());
  }

  private static DeliveryQuery all(String tenant) {
    return new DeliveryQuery(
        tenant,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DeliveryQuery.Range.ALL,
        Optional.empty(),
        100);
  }

  @Test
  void aSubscriptionIsKeptAsItIs() throws IOException {
    books.subscriptions().put(subscription(KEY, true));
    assertThat(books.subscriptions().get(KEY))
        .contains(new Endpoint(subscription(KEY, true), Standing.WELL));
    assertThat(books.subscriptions().get(new EndpointKey("other", "s1"))).isEmpty();
  }

  @Test
  void subscriptionsOfATenantComeInPagesById() throws IOException {
    for (String id : List.of("c", "a", "b")) {
      books.subscriptions().put(subscription(new EndpointKey("acme", id), true));
      books.subscriptions().put(subscription(new EndpointKey("other", id + "x"), true));
    }
    assertThat(books.subscriptions().list("acme", "", 2))
        .extracting(endpoint -> endpoint.subscription().key().id())
        .containsExactly("a", "b");
    assertThat(books.subscriptions().list("acme", "b", 2))
        .extracting(endpoint -> endpoint.subscription().key().id())
        .containsExactly("c");
  }

  @Test
  void failuresAddUpUntilOneComesThrough() throws IOException {
    books.subscriptions().put(subscription(KEY, true));
    books.subscriptions().failed(KEY, NOW);
    assertThat(books.subscriptions().failed(KEY, NOW.plusSeconds(9)))
        .isEqualTo(new Standing(2, Optional.of(NOW), Optional.empty()));
    books.subscriptions().well(KEY);
    assertThat(books.subscriptions().get(KEY).orElseThrow().standing()).isEqualTo(Standing.WELL);
    assertThat(books.subscriptions().failed(new EndpointKey("acme", "gone"), NOW))
        .isEqualTo(Standing.WELL);
  }

  @Test
  void onlyWhatIsEnabledAndNotGivenUpIsOpen() throws IOException {
    var disabled = new EndpointKey("acme", "off");
    var givenUp = new EndpointKey("other", "dead");
    books.subscriptions().put(subscription(KEY, true));
    books.subscriptions().put(subscription(disabled, false));
    books.subscriptions().put(subscription(givenUp, true));
    books.subscriptions().disable(givenUp, "It was silent.");
    assertThat(books.subscriptions().open()).extracting(Subscription::key).containsExactly(KEY);
    assertThat(books.subscriptions().get(givenUp).orElseThrow().standing().disabled())
        .contains("It was silent.");
    books.subscriptions().put(subscription(givenUp, true));
    assertThat(books.subscriptions().open()).hasSize(2);
  }

  @Test
  void whatIsRemovedIsGoneWithItsSecrets() throws IOException {
    books.subscriptions().put(subscription(KEY, true));
    Signing first = books.secrets().of(KEY, Signing.with(SigningSecret.fresh()));
    assertThat(books.subscriptions().remove(KEY)).isTrue();
    assertThat(books.subscriptions().remove(KEY)).isFalse();
    assertThat(books.secrets().of(KEY, Signing.with(SigningSecret.fresh()))).isNotEqualTo(first);
  }

  @Test
  void theFirstSecretsStayUntilOthersAreSet() throws IOException {
    Signing first = Signing.with(SigningSecret.fresh());
    assertThat(books.secrets().of(KEY, first)).isEqualTo(first);
    assertThat(books.secrets().of(KEY, Signing.with(SigningSecret.fresh()))).isEqualTo(first);
    Signing second = first.rotated(SigningSecret.fresh(), NOW);
    books.secrets().set(KEY, second);
    assertThat(books.secrets().of(KEY, first)).isEqualTo(second);
  }

  @Test
  void aDeliveryIsKeptAsItIsAndOpenedOnce() throws IOException {
    Delivery delivery = delivery(KEY, 4);
    books.deliveries().open(List.of(delivery));
    Delivery kept = books.deliveries().get("acme", delivery.id()).orElseThrow();
    assertThat(kept).usingRecursiveComparison().isEqualTo(delivery);
    assertThat(books.deliveries().get("other", delivery.id())).isEmpty();

    books
        .deliveries()
        .note(
            delivery,
            new Attempt(NOW.plusSeconds(9), 204, Duration.ofMillis(7), ""),
            Delivery.State.DELIVERED);
    books.deliveries().open(List.of(delivery));
    Delivery again = books.deliveries().get("acme", delivery.id()).orElseThrow();
    assertThat(again.state()).isEqualTo(Delivery.State.PENDING);
    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.updated()).isEqualTo(NOW.plusSeconds(9));
  }

  @Test
  void attemptsAreKeptTheLastFirst() throws IOException {
    Delivery delivery = delivery(KEY, 4);
    books.deliveries().open(List.of(delivery));
    var first = new Attempt(NOW, 0, Duration.ofMillis(20), "No whole answer within 20 s.");
    var second = new Attempt(NOW.plusSeconds(5), 200, Duration.ofMillis(7), "{\"é\": 1}");
    books.deliveries().note(delivery, first, Delivery.State.PENDING);
    books.deliveries().note(delivery, second, Delivery.State.DELIVERED);
    assertThat(books.deliveries().attempts("acme", delivery.id(), 10))
        .containsExactly(second, first);
    assertThat(books.deliveries().attempts("acme", delivery.id(), 1)).containsExactly(second);
    assertThat(books.deliveries().attempts("other", delivery.id(), 10)).isEmpty();
  }

  @Test
  void deliveriesComeInPagesTheNewestFirst() throws IOException {
    var two = new EndpointKey("acme", "s2");
    for (int i = 0; i < 10; i++) {
      books.deliveries().open(List.of(delivery(i < 5 ? KEY : two, i)));
      books.deliveries().open(List.of(delivery(new EndpointKey("other", "s1"), i)));
    }
    List<Delivery> whole = books.deliveries().list(all("acme"));
    assertThat(whole).hasSize(10).extracting(each -> each.endpoint().tenant()).containsOnly("acme");
    assertThat(whole)
        .extracting(each -> each.event().at())
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    DeliveryQuery first = limited(all("acme"), Optional.empty());
    List<Delivery> page = books.deliveries().list(first);
    List<Delivery> next =
        books.deliveries().list(limited(all("acme"), Optional.of(page.getLast().id())));
    assertThat(List.of(page, next))
        .flatExtracting(list -> list)
        .extracting(Delivery::id)
        .containsExactlyElementsOf(whole.stream().limit(6).map(Delivery::id).toList());
  }

  private static DeliveryQuery limited(DeliveryQuery query, Optional<String> before) {
    return new DeliveryQuery(
        query.tenant(), query.endpoint(), query.job(), query.state(), query.range(), before, 3);
  }

  @Test
  void deliveriesAreFoundByWhatTheyAre() throws IOException {
    for (int i = 0; i < 6; i++) {
      books.deliveries().open(List.of(delivery(KEY, i)));
    }
    Delivery failed = delivery(KEY, 3);
    books
        .deliveries()
        .note(failed, new Attempt(NOW, 500, Duration.ZERO, ""), Delivery.State.FAILED);
    var byState =
        new DeliveryQuery(
            "acme",
            Optional.of("s1"),
            Optional.empty(),
            Optional.of(Delivery.State.FAILED),
            DeliveryQuery.Range.ALL,
            Optional.empty(),
            9);
    assertThat(books.deliveries().list(byState))
        .extracting(Delivery::id)
        .containsExactly(failed.id());
    var byJobAndTime =
        new DeliveryQuery(
            "acme",
            Optional.empty(),
            Optional.of(JOB),
            Optional.empty(),
            new DeliveryQuery.Range(NOW.plusSeconds(1), NOW.plusSeconds(2)),
            Optional.empty(),
            9);
    assertThat(books.deliveries().list(byJobAndTime))
        .extracting(Delivery::id)
        .containsExactly(delivery(KEY, 2).id());
  }

  @Test
  void whatIsOldIsForgottenWithItsAttempts() throws IOException {
    Delivery old = delivery(KEY, 0);
    Delivery young = delivery(KEY, 9);
    books.deliveries().open(List.of(old, young));
    books.deliveries().note(old, new Attempt(NOW, 500, Duration.ZERO, ""), Delivery.State.FAILED);
    assertThat(books.deliveries().expire(NOW.plusSeconds(1))).isEqualTo(1);
    assertThat(books.deliveries().list(all("acme")))
        .extracting(Delivery::id)
        .containsExactly(young.id());
    assertThat(books.deliveries().attempts("acme", old.id(), 9)).isEmpty();
  }
}
