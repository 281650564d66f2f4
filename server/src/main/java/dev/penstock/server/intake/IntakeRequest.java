package dev.penstock.server.intake;

import dev.penstock.engine.Terms;
import dev.penstock.pipeline.InputValues;
import dev.penstock.server.pipeline.FirstBytes;
import dev.penstock.server.pipeline.Offer;
import java.net.URI;
import java.util.Optional;

/**
 * A request to take a payload in, with everything checked that can be before the body is read.
 *
 * @param terms how the job stands beside others
 * @param check how the body must start
 * @param digest SHA-256 that the body must have, as hex
 * @param inProgress whom to tell how it gets on
 */
record IntakeRequest(
    Offer offer,
    InputValues inputs,
    Terms terms,
    Label label,
    FirstBytes check,
    Optional<String> digest,
    Optional<URI> inProgress) {
  /**
   * What the caller knows the job by.
   *
   * @param name may be empty
   * @param key idempotency key
   */
  record Label(String name, Optional<String> key) {}
}
