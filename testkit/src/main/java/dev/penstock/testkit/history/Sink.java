package dev.penstock.testkit.history;

/** Where effects go. */
@FunctionalInterface
interface Sink {
  /** Does it, unless it is done already or somebody newer was here. */
  FencedSink.Answer apply(FencedSink.Effect effect, long fence);
}
