package dev.penstock.access;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Makes keys, and puts new ones in the place of old ones. Thread-safe. */
public final class KeyIssue {
  /** How long the key before a rotation stays good. */
  public static final Duration OVERLAP = Duration.ofHours(24);

  private final KeyBook book;
  private final InstantSource clock;

  public KeyIssue(KeyBook book, InstantSource clock) {
    this.book = book;
    this.clock = clock;
  }

  /**
   * A key as somebody wants it.
   *
   * @param expires empty: never
   */
  public record Wish(String tenant, String name, Set<Scope> scopes, Optional<Instant> expires) {}

  /** Makes a key; its text is known to nobody else and cannot be had again. */
  public KeyText make(Wish wish) throws IOException {
    KeyText text = KeyText.fresh();
    var life = new ApiKey.Life(clock.instant(), wish.expires(), Optional.empty(), Optional.empty());
    book.add(new ApiKey(text.id(), wish.tenant(), wish.name(), wish.scopes(), text.hash(), life));
    return text;
  }

  /** Makes a key of the same kind; the old one ends when the overlap is over. */
  public KeyText rotate(ApiKey old) throws IOException {
    KeyText text = make(new Wish(old.tenant(), old.name(), old.scopes(), old.life().expires()));
    book.expire(old.id(), clock.instant().plus(OVERLAP));
    return text;
  }
}
