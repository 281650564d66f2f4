package dev.penstock.server.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks for when it sends a payload, as it said it.
 *
 * @param query how the job is to stand, whom to tell, and the pipeline's inputs
 * @param name may be empty
 * @param key idempotency key
 * @param digest SHA-256 that the payload must have, as hex
 * @param packed whether the payload is gzip
 */
record IntakeWish(
    String pipeline,
    Map<String, List<String>> query,
    String name,
    Optional<String> key,
    Optional<String> digest,
    boolean packed) {}
