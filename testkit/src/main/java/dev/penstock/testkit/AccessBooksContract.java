package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.ApiKey;
import dev.penstock.access.AuditBook;
import dev.penstock.access.AuditLine;
import dev.penstock.access.KeyBook;
import dev.penstock.access.KeyText;
import dev.penstock.access.Scope;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all books of access promise. Extend it for books; add no cases there. */
public abstract class AccessBooksContract {
  private static final Instant NOW = Instant.parse("2026-07-01T10:00:00.250Z");

  private Books books;

  /** Keys and audit log. */
  public record Books(KeyBook keys, AuditBook audit) {}

  /** Opens empty books. */
  protected abstract Books open() throws IOException;

  @BeforeEach
  void openBooks() throws IOException {
    books = open();
  }

  private ApiKey add(String tenant, Optional<Instant> expires) throws IOException {
    KeyText text = KeyText.fresh();
    var life = new ApiKey.Life(NOW, expires, Optional.empty(), Optional.empty());
    var key =
        new ApiKey(text.id(), tenant, "for é", Set.of(Scope.READ, Scope.SUBMIT), text.hash(), life);
    books.keys().add(key);
    return key;
  }

  private ApiKey.Life life(ApiKey key) throws IOException {
    return books.keys().get(key.id()).orElseThrow().life();
  }

  @Test
  void aKeyIsKeptAsItIs() throws IOException {
    ApiKey key = add("acme", Optional.of(NOW.plusSeconds(5)));
    assertThat(books.keys().get(key.id())).contains(key);
    assertThat(books.keys().get("none")).isEmpty();
  }

  @Test
  void keysAreListedByTenantInTheOrderOfTheirMaking() throws IOException {
    ApiKey one = add("acme", Optional.empty());
    ApiKey two = add("other", Optional.empty());
    ApiKey three = add("acme", Optional.empty());
    assertThat(books.keys().list(Optional.of("acme"))).containsExactly(one, three);
    assertThat(books.keys().list(Optional.empty())).containsExactly(one, two, three);
  }

  @Test
  void aKeyIsTakenBackOnce() throws IOException {
    ApiKey key = add("acme", Optional.empty());
    assertThat(books.keys().revoke(key.id(), NOW)).isTrue();
    assertThat(books.keys().revoke(key.id(), NOW.plusSeconds(1))).isFalse();
    assertThat(books.keys().revoke("none", NOW)).isFalse();
    assertThat(life(key).revoked()).contains(NOW);
  }

  @Test
  void anEndComesSoonerNeverLater() throws IOException {
    ApiKey key = add("acme", Optional.empty());
    books.keys().expire(key.id(), NOW.plusSeconds(50));
    books.keys().expire(key.id(), NOW.plusSeconds(90));
    assertThat(life(key).expires()).contains(NOW.plusSeconds(50));
    books.keys().expire(key.id(), NOW.plusSeconds(10));
    assertThat(life(key).expires()).contains(NOW.plusSeconds(10));
  }

  @Test
  void itsUseIsNoted() throws IOException {
    ApiKey key = add("acme", Optional.empty());
    books.keys().used(key.id(), NOW.plusSeconds(3));
    assertThat(life(key).used()).contains(NOW.plusSeconds(3));
  }

  private static AuditLine line(String tenant, int second) {
    return new AuditLine(
        NOW.plusSeconds(second), tenant, "k", "DELETE /v1/jobs/{job}", "/v1/jobs/" + second, 204);
  }

  @Test
  void whoDidWhatIsReadTheNewestFirst() throws IOException {
    for (int i = 0; i < 5; i++) {
      books.audit().note(line(i % 2 == 0 ? "acme" : "other", i));
    }
    List<AuditBook.Numbered> page = books.audit().list(Optional.of("acme"), Optional.empty(), 2);
    assertThat(page)
        .extracting(AuditBook.Numbered::line)
        .containsExactly(line("acme", 4), line("acme", 2));
    assertThat(books.audit().list(Optional.of("acme"), Optional.of(page.getLast().number()), 2))
        .extracting(AuditBook.Numbered::line)
        .containsExactly(line("acme", 0));
    assertThat(books.audit().list(Optional.empty(), Optional.empty(), 9)).hasSize(5);
  }

  @Test
  void oldLinesAreForgotten() throws IOException {
    for (int i = 0; i < 3; i++) {
      books.audit().note(line("acme", i));
    }
    assertThat(books.audit().expire(NOW.plusSeconds(2))).isEqualTo(2);
    assertThat(books.audit().list(Optional.empty(), Optional.empty(), 9)).hasSize(1);
  }
}
