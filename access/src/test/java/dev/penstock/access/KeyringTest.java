package dev.penstock.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyringTest {
  private final MemoryAccess book = new MemoryAccess();
  private Instant now = Instant.parse("2026-07-01T10:00:00Z");
  private final Keyring ring = new Keyring(book, () -> now);

  private KeyText make(Optional<Instant> expires, Scope... scopes) {
    KeyText text = KeyText.fresh();
    var life = new ApiKey.Life(now, expires, Optional.empty(), Optional.empty());
    book.add(new ApiKey(text.id(), "acme", "test", Set.of(scopes), text.hash(), life));
    return text;
  }

  @Test
  void aKeyIsKnownByItsWholeText() throws IOException {
    KeyText key = make(Optional.empty(), Scope.READ);
    assertThat(ring.of(key.reveal())).map(ApiKey::id).contains(key.id());
    assertThat(ring.of("pk_" + key.id() + "_" + "A".repeat(43))).isEmpty();
    assertThat(ring.of(KeyText.fresh().reveal())).isEmpty();
    assertThat(ring.of("")).isEmpty();
  }

  @Test
  void noChangeOfAnyCharacterIsTaken() throws IOException {
    String text = make(Optional.empty(), Scope.READ).reveal();
    var random = new Random(3);
    for (int i = 0; i < 500; i++) {
      char[] changed = text.toCharArray();
      int at = random.nextInt(changed.length);
      char other = (char) (33 + random.nextInt(94));
      if (other != changed[at]) {
        changed[at] = other;
        assertThat(ring.of(new String(changed))).isEmpty();
      }
    }
  }

  @Test
  void itNeitherPrintsNorIsItKept() {
    KeyText key = make(Optional.empty(), Scope.READ);
    String secret = key.reveal().substring(("pk_" + key.id() + "_").length());
    assertThat(key.toString()).doesNotContain(secret);
    assertThat(book.list(Optional.empty()).toString()).doesNotContain(secret);
  }

  @Test
  void aKeyThatEndsOrIsTakenBackOpensNothingASecondLater() throws IOException {
    KeyText ends = make(Optional.of(now.plusSeconds(60)), Scope.READ);
    KeyText taken = make(Optional.empty(), Scope.READ);
    assertThat(ring.of(ends.reveal())).isPresent();
    assertThat(ring.of(taken.reveal())).isPresent();
    assertThat(book.revoke(taken.id(), now)).isTrue();
    assertThat(book.revoke(taken.id(), now)).isFalse();
    now = now.plusSeconds(2);
    assertThat(ring.of(taken.reveal())).isEmpty();
    assertThat(ring.of(ends.reveal())).isPresent();
    now = now.plusSeconds(60);
    assertThat(ring.of(ends.reveal())).isEmpty();
  }

  @Test
  void keysAreRequiredOnceThereIsOneAndRevokingAllOpensNothing() throws IOException {
    assertThat(ring.required()).isFalse();
    KeyText only = make(Optional.empty(), Scope.ADMIN);
    now = now.plus(Duration.ofSeconds(2));
    assertThat(ring.required()).isTrue();
    assertThat(ring.hasAdmin()).isTrue();
    book.revoke(only.id(), now);
    now = now.plus(Duration.ofSeconds(2));
    assertThat(ring.required()).isTrue();
    assertThat(ring.hasAdmin()).isFalse();
  }

  @Test
  void adminAllowsEverythingAndNothingElseDoes() {
    var life = new ApiKey.Life(now, Optional.empty(), Optional.empty(), Optional.empty());
    for (Scope held : Scope.values()) {
      var key = new ApiKey("a", "acme", "", Set.of(held), "", life);
      for (Scope wanted : Scope.values()) {
        assertThat(key.allows(wanted)).isEqualTo(held == wanted || held == Scope.ADMIN);
      }
    }
  }

  @Test
  void itsUseIsNotedOnceAMinute() throws IOException {
    KeyText key = make(Optional.empty(), Scope.READ);
    Instant first = now;
    ring.of(key.reveal());
    now = now.plusSeconds(30);
    ring.of(key.reveal());
    assertThat(book.get(key.id()).orElseThrow().life().used()).contains(first);
    now = now.plusSeconds(40);
    ring.of(key.reveal());
    assertThat(book.get(key.id()).orElseThrow().life().used()).contains(now);
  }
}
