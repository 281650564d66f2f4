package dev.penstock.engine;

/** The engine's store has no room for what a verb would write. Passes when somebody makes room. */
public final class EngineFullException extends EngineUnavailableException {
  public EngineFullException(String what, Throwable cause) {
    super(what, cause);
  }
}
