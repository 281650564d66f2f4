package dev.penstock.engine.sqlite;

/**
 * Memory counts what the rows do not say: a bug. The batch is taken back, and everything is counted
 * anew, so that the engine goes on.
 */
final class MiscountException extends IllegalStateException {
  MiscountException(String what) {
    super(what);
  }
}
