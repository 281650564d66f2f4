package dev.penstock.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
  private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final SigningSecret SECRET =
      SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  /** The answer is that of the reference library standardwebhooks 1.0.0 on npm. */
  @Test
  void itSignsAsTheReferenceLibraryDoes() {
    assertThat(Signature.of("msg_p5jXN8AQM9LWM0D4loKWxJek", AT, BODY, List.of(SECRET)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void duringARotationBothSecretsSign() {
    Signing signing = Signing.with(SECRET).rotated(SigningSecret.fresh(), AT);
    assertThat(Signature.of("a", AT, BODY, signing.at(AT)).split(" "))
        .hasSize(2)
        .contains(Signature.of("a", AT, BODY, List.of(SECRET)));
    assertThat(signing.at(AT.plus(Signing.OVERLAP)))
        .containsExactly(signing.current())
        .doesNotContain(SECRET);
  }

  @Test
  void aSecretDoesNotPrint() {
    SigningSecret fresh = SigningSecret.fresh();
    assertThat(Signing.with(fresh).toString()).doesNotContain(fresh.reveal()).contains("whsec_***");
    assertThat(SigningSecret.parse(fresh.reveal())).isEqualTo(fresh);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "whsec_", "whsec_AAAA", "whsec_not base 64!", "s3cret"})
  void whatIsNoSecretIsRefusedWithoutBeingRepeated(String text) {
    assertThatThrownBy(() -> SigningSecret.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }
}
