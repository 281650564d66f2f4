package dev.penstock.callback;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps deliveries and every attempt at them. Every method is one atomic step, durable on return.
 * Thread-safe. All throw {@link IOException} when the store cannot be reached.
 */
public interface DeliveryLog {
  /** Keeps new deliveries; one that is there already is pending again and otherwise unchanged. */
  void open(List<Delivery> deliveries) throws IOException;

  Optional<Delivery> get(String tenant, String id) throws IOException;

  List<Delivery> list(DeliveryQuery query) throws IOException;

  /** The attempts at a delivery, the last ones first. */
  List<Attempt> attempts(String tenant, String id, int limit) throws IOException;

  /** Notes an attempt and how the delivery stands after it. */
  void note(Delivery delivery, Attempt attempt, Delivery.State state) throws IOException;

  /** Forgets deliveries that last changed before a time; how many. */
  int expire(Instant before) throws IOException;
}
