package dev.penstock.engine;

/**
 * The engine's store cannot be reached or has no room. Whether the verb was applied is not known,
 * and does not matter: all verbs may be called again.
 */
public class EngineUnavailableException extends RuntimeException {
  public EngineUnavailableException(String what, Throwable cause) {
    super(what, cause);
  }
}
