package dev.penstock.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Problem;
import dev.penstock.pipeline.StageResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TroublesTest {
  private static final Instant NOW = Instant.parse("2026-07-01T10:00:00Z");

  private static Outcome answer(int status, Map<String, String> headers) {
    return new Outcome.Answer(status, headers, new byte[0], true, Duration.ofMillis(1));
  }

  @Test
  void aGoodAnswerIsNoTrouble() {
    assertThat(Troubles.of(answer(204, Map.of()), "g", NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "301, false",
    "400, false",
    "404, false",
    "410, false",
    "501, false",
    "408, true",
    "429, true",
    "500, true",
    "502, true",
    "503, true",
    "504, true"
  })
  void onlyTroubleThatMayPassIsTriedAgain(int status, boolean again) {
    assertThat(Troubles.of(answer(status, Map.of()), "g", NOW).orElseThrow())
        .isInstanceOf(again ? StageResult.RetryLater.class : StageResult.GiveUp.class);
  }

  @Test
  void retryAfterClosesTheGateForAllOthersToo() {
    var slow = answer(429, Map.of("retry-after", "90"));
    assertThat(Troubles.of(slow, "provider", NOW))
        .contains(
            new StageResult.RetryLater(
                new Problem("egress.status", "The answer was 429."),
                Duration.ofSeconds(90),
                "provider"));
  }

  @Test
  void whatTheRulesRefuseIsNotTriedAgain() {
    var problem = new Problem("egress.address", "No.");
    assertThat(Troubles.of(new Outcome.Refused(problem), "g", NOW))
        .contains(new StageResult.GiveUp(problem));
  }

  @ParameterizedTest
  @CsvSource({
    "'0', PT0S",
    "' 120 ', PT2M",
    "'999999999', P1D",
    "'Wed, 01 Jul 2026 10:00:30 GMT', PT30S",
    "'Wed, 01 Jul 2026 09:00:00 GMT', PT0S"
  })
  void retryAfterIsSecondsOrADate(String text, Duration wait) {
    assertThat(RetryAfter.parse(text, NOW)).contains(wait);
  }

  @ParameterizedTest
  @CsvSource({"''", "'-1'", "'soon'", "'1.5'", "'9999999999'"})
  void anythingElseIsNoRetryAfter(String text) {
    assertThat(RetryAfter.parse(text, NOW)).isEqualTo(Optional.empty());
  }

  @Test
  void aRequestThatMayBeRepeatedOutlivesShortTrouble() throws Exception {
    var calls = new AtomicInteger();
    assertThat(patient(calls, "GET", "1", 2)).isEqualTo("200, 2 permits, waited [PT1S]");
  }

  @Test
  void itsPatienceHasAnEnd() throws Exception {
    assertThat(patient(new AtomicInteger(), "GET", "1", 9))
        .isEqualTo("503, 3 permits, waited [PT1S, PT1S]");
    assertThat(patient(new AtomicInteger(), "GET", "3600", 9))
        .isEqualTo("503, 1 permits, waited []");
  }

  @Test
  void whatMayNotBeRepeatedIsSentOnce() throws Exception {
    assertThat(patient(new AtomicInteger(), "POST", "1", 9)).isEqualTo("503, 1 permits, waited []");
  }

  /** Asks a server that is well from the n-th call on. */
  private static String patient(AtomicInteger calls, String method, String after, int wellFrom)
      throws IOException, InterruptedException {
    List<Duration> waited = new ArrayList<>();
    var permits = new AtomicInteger();
    try (var outside =
            new Outside()
                .on(
                    "/",
                    exchange -> {
                      boolean well = calls.incrementAndGet() >= wellFrom;
                      exchange.getResponseHeaders().set("Retry-After", after);
                      exchange.sendResponseHeaders(well ? 200 : 503, -1);
                    });
        var client = OutboundClient.of(Outside.HERE, "t")) {
      var patient = new PatientClient(client, InstantSource.fixed(NOW), new Random(1), waited::add);
      var call = new Call(method, outside.at("/"), Map.of(), new byte[0], Outside.LIMITS);
      var outcome =
          (Outcome.Answer) patient.send(call, "gate", (gate, count) -> permits.addAndGet(count));
      return "%d, %d permits, waited %s".formatted(outcome.status(), permits.get(), waited);
    }
  }
}
