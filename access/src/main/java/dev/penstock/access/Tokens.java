package dev.penstock.access;

import java.io.IOException;
import java.util.Optional;

/** Knows people by what somebody else vouches for. Thread-safe. */
public interface Tokens {
  /** Nobody vouches for anybody. */
  Tokens NONE =
      new Tokens() {
        @Override
        public boolean asked() {
          return false;
        }

        @Override
        public Optional<ApiKey> of(String text) {
          return Optional.empty();
        }
      };

  /** Whether there is somebody who vouches: then everybody has to show something. */
  boolean asked();

  /**
   * What a token opens, in the form of a key that is kept nowhere; empty: nothing.
   *
   * @throws IOException when it cannot be found out now
   */
  Optional<ApiKey> of(String text) throws IOException;
}
