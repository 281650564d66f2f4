package dev.penstock.server.intake;

import dev.penstock.pipeline.InputValues;
import dev.penstock.server.pipeline.FirstBytes;
import dev.penstock.server.pipeline.Offer;
import java.util.Optional;

/**
 * A request to take a payload in, with everything checked that can be before the body is read.
 *
 * @param name what the caller calls the job; may be empty
 * @param key idempotency key
 * @param check how the body must start
 * @param digest SHA-256 that the body must have, as hex
 */
record IntakeRequest(
    Offer offer,
    InputValues inputs,
    String name,
    FirstBytes check,
    Optional<String> key,
    Optional<String> digest) {}
