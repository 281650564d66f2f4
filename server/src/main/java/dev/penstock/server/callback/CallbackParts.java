package dev.penstock.server.callback;

import dev.penstock.callback.Audience;
import dev.penstock.callback.CallbackBooks;
import dev.penstock.egress.EgressRules;
import dev.penstock.engine.Engine;
import java.time.InstantSource;

/**
 * What the API of callbacks stands on.
 *
 * @param engine to which tests and replays are submitted
 * @param publicUrl what links to the server start with; empty: what the client used
 * @param rules that addresses are checked by when they are given
 */
public record CallbackParts(
    CallbackBooks books,
    Audience audience,
    Engine engine,
    EgressRules rules,
    String publicUrl,
    InstantSource clock) {}
