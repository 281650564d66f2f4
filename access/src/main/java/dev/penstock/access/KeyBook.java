package dev.penstock.access;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps API keys. Every method is one atomic step, durable on return; other processes may change
 * the same book. Thread-safe. All throw {@link IOException} when the store cannot be reached.
 */
public interface KeyBook {
  void add(ApiKey key) throws IOException;

  Optional<ApiKey> get(String id) throws IOException;

  /** All keys, of one tenant or of all, in the order of their making. */
  List<ApiKey> list(Optional<String> tenant) throws IOException;

  /** Takes a key back, for good. False: there is none, or it was taken back before. */
  boolean revoke(String id, Instant at) throws IOException;

  /** Lets a key end at a time, if it would not end sooner. */
  void expire(String id, Instant at) throws IOException;

  /** Notes that a key was used. */
  void used(String id, Instant at) throws IOException;
}
