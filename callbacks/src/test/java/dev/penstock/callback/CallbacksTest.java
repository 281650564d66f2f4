package dev.penstock.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Control;
import dev.penstock.engine.DeadLetterQuery;
import dev.penstock.job.DeadLetter;
import dev.penstock.job.Job;
import dev.penstock.job.JobEvent;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbacksTest {
  @TempDir Path folder;
  private CallbackRig rig;
  private Receiver receiver;

  @BeforeEach
  void start() throws IOException {
    rig = new CallbackRig(folder, CallbackRig.QUICK);
    receiver = new Receiver();
  }

  @AfterEach
  void stop() throws IOException {
    rig.close();
    receiver.close();
  }

  private void restart(CallbackSettings settings) throws IOException {
    rig.close();
    rig = new CallbackRig(folder, settings);
  }

  @Test
  void theAddressThatAJobNamesIsToldHowItEnded() throws Exception {
    JobId good =
        rig.submit("work", Optional.of(receiver.at("/good")), Optional.of(receiver.at("/bad")));
    Receiver.Told told = receiver.next();
    assertThat(told.path()).isEqualTo("/good");
    assertThat(told.header().apply("Content-Type")).isEqualTo("application/json");
    assertThat(told.header().apply("webhook-id")).isEqualTo(good + "-0-successful");
    assertThat(told.text())
        .startsWith("{\"type\":\"job.successful\",\"timestamp\":\"")
        .contains("\"job\":\"" + good + "\"", "\"pipeline\":\"work\"", "\"name\":\"harvest\"")
        .contains("\"counts\":{\"in\":3,\"ok\":3,\"repaired\":0,\"rejected\":0,\"dead\":0}")
        .contains("\"self\":\"https://jobs.example/v1/jobs/" + good + "\"");

    rig.submit("fail", Optional.of(receiver.at("/good")), Optional.of(receiver.at("/bad")));
    Receiver.Told failure = receiver.next();
    assertThat(failure.path()).isEqualTo("/bad");
    assertThat(failure.text()).contains("\"code\":\"work.failed\"");
  }

  @Test
  void aJobThatIsDismissedHasFailedForWhoWaitsForIt() throws Exception {
    JobId held = rig.submit("hold", Optional.empty(), Optional.of(receiver.at("/bad")));
    rig.engine.control(held, new Control.Dismiss());
    assertThat(receiver.next().text()).startsWith("{\"type\":\"job.dismissed\"");
  }

  @Test
  void whatIsToldIsSignedWithASecretOfTheTenant() throws Exception {
    rig.submit("work", Optional.of(receiver.at("/")), Optional.empty());
    Receiver.Told told = receiver.next();
    Signing signing =
        rig.books.of(EndpointKey.ofJobs(CallbackRig.TENANT), Signing.with(SigningSecret.fresh()));
    Instant at = Instant.ofEpochSecond(Long.parseLong(told.header().apply("webhook-timestamp")));
    assertThat(at).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    assertThat(told.header().apply("webhook-signature"))
        .isEqualTo(
            Signature.of(
                told.header().apply("webhook-id"), at, told.body(), List.of(signing.current())));
  }

  @Test
  void whoeverSubscribesHearsOfEveryJobThatComesAfter() throws Exception {
    rig.ended(rig.submit("work"));
    rig.subscribe("all", receiver.at("/all"), Format.STANDARD);
    JobId heard = rig.submit("work");
    assertThat(receiver.next().header().apply("webhook-id")).isEqualTo(heard + "-0-successful");
    rig.callbacks();
    assertThat(rig.deliveries()).hasSize(1);
    assertThat(receiver.waiting()).isZero();
  }

  @Test
  void aCloudEventIsOneByItsContentType() throws Exception {
    rig.subscribe("ce", receiver.at("/"), Format.CLOUDEVENTS);
    JobId job = rig.submit("work");
    Receiver.Told told = receiver.next();
    assertThat(told.header().apply("Content-Type")).isEqualTo("application/cloudevents+json");
    assertThat(told.text())
        .startsWith("{\"specversion\":\"1.0\",\"id\":\"" + job + "-0-successful\"")
        .contains("\"source\":\"/v1/jobs\"", "\"type\":\"dev.penstock.job.successful\"")
        .contains("\"subject\":\"" + job + "\"", "\"data\":{\"job\":");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 404, 500, 503})
  void everythingButTwoHundredIsTriedAgain(int status) throws Exception {
    receiver.answering(status);
    rig.subscribe("s", receiver.at("/"), Format.STANDARD);
    rig.ended(rig.submit("work"));
    Receiver.Told first = receiver.next();
    Receiver.Told second = receiver.next();
    assertThat(second.header().apply("webhook-id")).isEqualTo(first.header().apply("webhook-id"));
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(rig.callbacks()).extracting(Job::state).containsExactly(JobState.SUCCESSFUL);
    Delivery delivery = rig.deliveries().getFirst();
    assertThat(delivery.state()).isEqualTo(Delivery.State.DELIVERED);
    assertThat(delivery.attempts()).isEqualTo(2);
    assertThat(rig.books.attempts(CallbackRig.TENANT, delivery.id(), 10))
        .extracting(Attempt::status)
        .containsExactly(204, status);
  }

  @Test
  void whenTheWaitsAreUsedUpItIsADeadLetterAndTheJobsTimelineSaysSo() throws Exception {
    receiver.answering(500, 500, 500, 500);
    JobId job = rig.submit("work", Optional.of(receiver.at("/")), Optional.empty());
    rig.ended(job);
    assertThat(rig.callbacks()).extracting(Job::state).containsExactly(JobState.FAILED);
    assertThat(rig.deliveries())
        .extracting(Delivery::state, Delivery::attempts)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Delivery.State.FAILED, 4));
    assertThat(rig.engine.log().deadLetters().list(DeadLetterQuery.of(CallbackRig.TENANT, 10)))
        .extracting(letter -> letter.problem().code())
        .containsExactly("callback.status");
    assertThat(rig.engine.log().events(job, 0, 100))
        .extracting(JobEvent::kind)
        .contains(JobEvent.Kind.CHILD_FAILED);
  }

  @Test
  void aDeadLetterThatIsReplayedIsDelivered() throws Exception {
    receiver.answering(500, 500, 500, 500);
    rig.ended(rig.submit("work", Optional.of(receiver.at("/")), Optional.empty()));
    Job callback = rig.callbacks().getFirst();
    rig.engine.control(callback.id(), new Control.Replay(Set.of()));
    assertThat(rig.callbacks()).extracting(Job::state).containsExactly(JobState.SUCCESSFUL);
    assertThat(rig.deliveries().getFirst().attempts()).isEqualTo(5);
  }

  @Test
  void retryAfterHoldsEverythingForThatEndpoint() throws Exception {
    receiver.answering(429, "Retry-After", "3600");
    EndpointKey key = rig.subscribe("s", receiver.at("/"), Format.STANDARD);
    rig.ended(rig.submit("work"));
    receiver.next();
    String gate = key.gate();
    Instant open = null;
    // The gate is closed right behind the answer.
    for (long end = System.nanoTime() + 10_000_000_000L; System.nanoTime() < end; ) {
      open = opens(gate);
      if (open.isAfter(Instant.now())) {
        break;
      }
      Thread.onSpinWait();
    }
    assertThat(open)
        .isBetween(
            Instant.now().plus(Duration.ofMinutes(58)), Instant.now().plus(Duration.ofHours(1)));
  }

  private Instant opens(String gate) {
    return rig.engine.gates().list().stream()
        .filter(standing -> standing.gate().equals(gate))
        .findFirst()
        .orElseThrow()
        .pausedUntil();
  }

  @Test
  void whoeverSaysGoneIsNotToldAnythingMore() throws Exception {
    receiver.answering(410);
    EndpointKey key = rig.subscribe("s", receiver.at("/"), Format.STANDARD);
    rig.ended(rig.submit("work"));
    receiver.next();
    assertThat(rig.callbacks()).extracting(Job::state).containsExactly(JobState.FAILED);
    Endpoint endpoint = rig.books.get(key).orElseThrow();
    assertThat(endpoint.open()).isFalse();
    assertThat(endpoint.standing().disabled()).contains("It answered 410 Gone.");
    rig.ended(rig.submit("work"));
    rig.callbacks();
    assertThat(receiver.waiting()).isZero();
  }

  @Test
  void whoeverFailsForTooLongIsGivenUp() throws Exception {
    var impatient =
        new CallbackSettings(
            "",
            CallbackRig.QUICK.waits(),
            CallbackRig.QUICK.timeout(),
            Duration.ZERO,
            CallbackRig.QUICK.look(),
            CallbackRig.QUICK.keep());
    restart(impatient);
    receiver.answering(500, 500, 500, 500);
    EndpointKey key = rig.subscribe("s", receiver.at("/"), Format.STANDARD);
    rig.ended(rig.submit("work"));
    rig.callbacks();
    assertThat(rig.books.get(key).orElseThrow().standing().disabled().orElseThrow())
        .startsWith("Nothing came through since ");
    assertThat(rig.deliveries().getFirst().attempts()).isLessThanOrEqualTo(3);
  }

  @Test
  void aTestEventShowsThatEventsArrive() throws Exception {
    EndpointKey key = rig.subscribe("s", receiver.at("/"), Format.STANDARD);
    JobId id = rig.submit(CallbackOrders.test(JobId.next(InstantSource.system()), key));
    assertThat(receiver.next().text()).startsWith("{\"type\":\"subscription.test\"");
    assertThat(rig.ended(id).state()).isEqualTo(JobState.SUCCESSFUL);
  }

  @Test
  void oneDeliveryOrAllOfATimeAreDeliveredAgainUnderTheirOwnIds() throws Exception {
    EndpointKey key = rig.subscribe("s", receiver.at("/"), Format.STANDARD);
    for (int i = 0; i < 3; i++) {
      rig.ended(rig.submit("work"));
      receiver.next();
    }
    rig.callbacks();
    Delivery one = rig.deliveries().getFirst();
    rig.ended(rig.submit(CallbackOrders.replay(JobId.next(InstantSource.system()), one)));
    assertThat(receiver.next().header().apply("webhook-id")).isEqualTo(one.event().id());
    JobId all =
        rig.submit(
            CallbackOrders.replay(
                JobId.next(InstantSource.system()),
                key,
                DeliveryQuery.Range.ALL,
                Optional.of(Delivery.State.DELIVERED)));
    assertThat(rig.ended(all).items().ok()).isEqualTo(3);
    assertThat(rig.deliveries()).extracting(Delivery::attempts).containsExactly(3, 2, 2);
  }

  @Test
  void progressIsToldUntilTheJobEnds() throws Exception {
    JobId job = rig.submit("hold");
    JobId watch =
        rig.submit(
            CallbackOrders.progress(
                JobId.next(InstantSource.system()),
                CallbackRig.TENANT,
                job,
                receiver.at("/progress")));
    Receiver.Told told = receiver.next();
    assertThat(told.text()).startsWith("{\"type\":\"job.in_progress\"");
    assertThat(told.header().apply("webhook-id")).isEqualTo(job + "-0-running-0");
    rig.release.countDown();
    assertThat(rig.ended(watch).state()).isEqualTo(JobState.SUCCESSFUL);
    assertThat(receiver.waiting()).isZero();
  }

  @Test
  void anAddressInsideIsNeverAskedAndIsNotTriedAgain() throws Exception {
    rig.submit(
        "work", Optional.of(java.net.URI.create("http://169.254.169.254/")), Optional.empty());
    List<DeadLetter> letters = List.of();
    for (long end = System.nanoTime() + 10_000_000_000L; System.nanoTime() < end; ) {
      letters = rig.engine.log().deadLetters().list(DeadLetterQuery.of(CallbackRig.TENANT, 10));
      if (!letters.isEmpty()) {
        break;
      }
      Thread.onSpinWait();
    }
    assertThat(letters)
        .extracting(letter -> letter.problem().code())
        .containsExactly("egress.address");
  }
}
