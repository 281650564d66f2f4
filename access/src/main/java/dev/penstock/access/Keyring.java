package dev.penstock.access;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows keys by what is presented. What it has read of the book it trusts for a second, so a key
 * that is taken back, here or by another process, opens nothing after that. Thread-safe.
 */
public final class Keyring {
  private static final Duration TRUSTED = Duration.ofSeconds(1);
  private static final Duration USE = Duration.ofMinutes(1);

  private final KeyBook book;
  private final InstantSource clock;
  private final ConcurrentHashMap<String, Read> known = new ConcurrentHashMap<>();
  private volatile Asked asked = new Asked(false, Instant.EPOCH);

  private record Read(ApiKey key, Instant at) {}

  private record Asked(boolean required, Instant at) {}

  public Keyring(KeyBook book, InstantSource clock) {
    this.book = book;
    this.clock = clock;
  }

  /** Whether anybody needs a key: as soon as one was ever made. */
  public boolean required() throws IOException {
    Instant now = clock.instant();
    Asked last = asked;
    if (last.required() || last.at().plus(TRUSTED).isAfter(now)) {
      return last.required();
    }
    boolean required = !book.list(Optional.empty()).isEmpty();
    asked = new Asked(required, now);
    return required;
  }

  /** Whether some key opens everything now: without one nobody could be let in. */
  public boolean hasAdmin() throws IOException {
    Instant now = clock.instant();
    return book.list(Optional.empty()).stream()
        .anyMatch(key -> key.good(now) && key.allows(Scope.ADMIN));
  }

  /** The key that is presented, if there is such a key and it is good. */
  public Optional<ApiKey> of(String text) throws IOException {
    Optional<KeyText> presented = KeyText.parse(text);
    if (presented.isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Optional<ApiKey> key = find(presented.get().id(), now);
    if (key.isEmpty() || !presented.get().matches(key.get()) || !key.get().good(now)) {
      return Optional.empty();
    }
    noteUse(key.get(), now);
    return key;
  }

  private Optional<ApiKey> find(String id, Instant now) throws IOException {
    Read read = known.get(id);
    if (read != null && read.at().plus(TRUSTED).isAfter(now)) {
      return Optional.of(read.key());
    }
    Optional<ApiKey> key = book.get(id);
    if (key.isPresent()) {
      known.put(id, new Read(key.get(), now));
    } else {
      known.remove(id);
    }
    return key;
  }

  /** Once a minute is enough to tell which keys nobody uses any more. */
  private void noteUse(ApiKey key, Instant now) throws IOException {
    if (key.life().used().map(last -> last.plus(USE).isBefore(now)).orElse(true)) {
      book.used(key.id(), now);
      known.remove(key.id());
    }
  }
}
