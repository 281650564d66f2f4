package dev.penstock.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
  private static final String OTHER = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  /** Signed by the reference library standardwebhooks 1.0.0 on npm. */
  private static final Map<String, String> STANDARD =
      Map.of(
          "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
          "webhook-timestamp", "1614265330",
          "webhook-signature", "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1a,x");

  private static final String STANDARD_BODY = "{\"test\": 2432232314}";

  /** The example of GitHub's own documentation. */
  private static final Map<String, String> GITHUB =
      Map.of(
          "X-Hub-Signature-256",
          "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
          "X-GitHub-Delivery",
          "72d3162e-cc78-11e3-81ab-4c9367dc0958");

  private static WebhookEndpoint endpoint(Scheme scheme, String... secrets) {
    return new WebhookEndpoint(
        "e",
        "acme",
        scheme,
        scheme == Scheme.HEADER ? "X-Token" : "",
        Stream.of(secrets).map(SharedSecret::new).toList(),
        new WebhookEndpoint.Order("lines", Map.of()),
        true,
        AT);
  }

  private static boolean holds(
      WebhookEndpoint endpoint, Map<String, String> headers, String body, Instant now) {
    Optional<Verification> begun =
        Verification.of(endpoint, name -> headers.getOrDefault(name, ""), now);
    // In pieces, as bodies come.
    begun.ifPresent(
        check -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          for (int i = 0; i < bytes.length; i += 7) {
            check.update(ByteBuffer.wrap(bytes, i, Math.min(7, bytes.length - i)));
          }
        });
    return begun.isPresent() && begun.get().holds();
  }

  @Test
  void itTakesWhatTheReferenceLibrarySignsWithAnyOfItsSecrets() {
    WebhookEndpoint endpoint =
        endpoint(Scheme.STANDARD, OTHER, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assertThat(holds(endpoint, STANDARD, STANDARD_BODY, AT)).isTrue();
    assertThat(holds(endpoint, STANDARD, STANDARD_BODY + " ", AT)).isFalse();
    assertThat(holds(endpoint(Scheme.STANDARD, OTHER), STANDARD, STANDARD_BODY, AT)).isFalse();
  }

  @Test
  void whatIsTooOldOrFromTheFutureIsNotTaken() {
    WebhookEndpoint endpoint = endpoint(Scheme.STANDARD, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    for (long away : List.of(-300L, 300L)) {
      assertThat(holds(endpoint, STANDARD, STANDARD_BODY, AT.plusSeconds(away))).isTrue();
    }
    for (long away : List.of(-301L, 301L)) {
      assertThat(holds(endpoint, STANDARD, STANDARD_BODY, AT.plusSeconds(away))).isFalse();
    }
  }

  @Test
  void noOtherIdTimeOrSignatureHolds() {
    WebhookEndpoint endpoint = endpoint(Scheme.STANDARD, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    var random = new Random(4);
    for (int i = 0; i < 500; i++) {
      var changed = new TreeMap<>(STANDARD);
      String name = List.copyOf(STANDARD.keySet()).get(random.nextInt(3));
      StringBuilder value =
          new StringBuilder(
              name.equals("webhook-signature")
                  ? "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
                  : STANDARD.get(name));
      int at = random.nextInt(value.length() - 1);
      char other = (char) (33 + random.nextInt(94));
      if (value.charAt(at) == other) {
        continue;
      }
      value.setCharAt(at, other);
      changed.put(name, value.toString());
      assertThat(holds(endpoint, changed, STANDARD_BODY, AT)).as(changed.toString()).isFalse();
      changed.remove(name);
      assertThat(holds(endpoint, changed, STANDARD_BODY, AT)).isFalse();
    }
  }

  @Test
  void itTakesWhatGithubSigns() {
    WebhookEndpoint endpoint = endpoint(Scheme.GITHUB, "It's a Secret to Everybody");
    assertThat(holds(endpoint, GITHUB, "Hello, World!", AT)).isTrue();
    assertThat(holds(endpoint, GITHUB, "Hello, World?", AT)).isFalse();
    assertThat(holds(endpoint, Map.of(), "Hello, World!", AT)).isFalse();
    assertThat(holds(endpoint, Map.of("X-Hub-Signature-256", "sha256=zz"), "", AT)).isFalse();
    assertThat(Verification.of(endpoint, n -> GITHUB.getOrDefault(n, ""), AT).orElseThrow().id())
        .contains("72d3162e-cc78-11e3-81ab-4c9367dc0958");
  }

  @Test
  void itTakesWhatStripeSigns() {
    WebhookEndpoint endpoint = endpoint(Scheme.STRIPE, "whsec_stripe_secret");
    String signature = STRIPE_SIGNATURE;
    var headers = Map.of("Stripe-Signature", "t=1614265330,v1=00,v1=" + signature + ",v0=1");
    assertThat(holds(endpoint, headers, "{\"id\":\"evt_1\"}", AT)).isTrue();
    assertThat(holds(endpoint, headers, "{\"id\":\"evt_2\"}", AT)).isFalse();
    assertThat(holds(endpoint, headers, "{\"id\":\"evt_1\"}", AT.plusSeconds(301))).isFalse();
  }

  /** By openssl: {@code printf '1614265330.{"id":"evt_1"}' | openssl dgst -sha256 -hmac …}. */
  private static final String STRIPE_SIGNATURE =
      "7c4071e69398921af2dbf2b7c590b1d3454f35633f77be238b8e48d4bacded60";

  @Test
  void aHeaderHoldsTheSecretItself() {
    WebhookEndpoint endpoint = endpoint(Scheme.HEADER, "old-secret", "new-secret");
    assertThat(holds(endpoint, Map.of("X-Token", "old-secret"), "x", AT)).isTrue();
    assertThat(holds(endpoint, Map.of("X-Token", "new-secret"), "x", AT)).isTrue();
    assertThat(holds(endpoint, Map.of("X-Token", "new-secre"), "x", AT)).isFalse();
    assertThat(holds(endpoint, Map.of(), "x", AT)).isFalse();
  }

  @Test
  void secretsDoNotPrint() {
    assertThat(endpoint(Scheme.HEADER, "old-secret").toString()).doesNotContain("old-secret");
  }
}
