package dev.penstock.callback;

import java.io.IOException;

/** Keeps the secrets of endpoints. Atomic, durable on return, thread-safe. */
public interface SecretBook {
  /** The secrets of an endpoint; if it has none yet, {@code fresh} becomes them. */
  Signing of(EndpointKey key, Signing fresh) throws IOException;

  /** Sets the secrets of an endpoint. */
  void set(EndpointKey key, Signing signing) throws IOException;
}
