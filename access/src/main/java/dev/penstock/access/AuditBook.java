package dev.penstock.access;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps who did what. Durable on return, thread-safe. */
public interface AuditBook {
  void note(AuditLine line) throws IOException;

  /**
   * Lines of a tenant, or of all, the newest first.
   *
   * @param before the number of the last line of the page before
   */
  List<Numbered> list(Optional<String> tenant, Optional<Long> before, int limit) throws IOException;

  /** Forgets lines older than a time; how many. */
  int expire(Instant before) throws IOException;

  /** A line and its number, which only grows. */
  record Numbered(long number, AuditLine line) {}
}
