package dev.penstock.testkit.history;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Somebody who runs chunks under a name, and what may befall it. */
interface Worker {
  void start() throws IOException;

  /** Ends it at once and without a word; returns when nothing of it acts any more. */
  void kill() throws IOException, InterruptedException;

  /** It stands still from now on and does not know. */
  void stop() throws IOException, InterruptedException;

  /** It goes on where it stood. */
  void go() throws IOException, InterruptedException;

  SteeredClock clock();

  /** How it ended; empty while it lives. */
  OptionalInt exit();

  /** The worker processes that it keeps for isolated stages. */
  List<ProcessHandle> children();

  /** The last of what it said. */
  List<String> lastWords() throws IOException;
}
