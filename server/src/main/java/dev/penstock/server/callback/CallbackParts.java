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
 * @param rules that addresses are checked by when they are given
 */
public record CallbackParts(
    CallbackBooks books,
    Audience audience,
    Engine engine,
    EgressRules rules,
    InstantSource clock) {}
