package dev.penstock.engine.redis;

import dev.penstock.engine.EngineFullException;
import dev.penstock.engine.EngineUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.List;

/** What the errors of Redis mean to an engine. */
final class Trouble {
  /** Redis works, but not now, not here, or not without somebody's help. */
  private static final List<String> PASSING =
      List.of(
          "LOADING",
          "BUSY",
          "READONLY",
          "MASTERDOWN",
          "MISCONF",
          "NOREPLICAS",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "NOAUTH",
          "WRONGPASS",
          "NOPERM",
          "UNKILLABLE");

  private Trouble() {}

  /** Somebody flushed the functions, or this is another server than before. */
  static boolean functionMissing(Throwable error) {
    return error instanceof RedisCommandExecutionException
        && message(error).contains("Function not found");
  }

  static RuntimeException of(Throwable error) {
    if (!(error instanceof RedisCommandExecutionException)) {
      return new EngineUnavailableException(
          "Redis does not answer; whether the change was made is not known", error);
    }
    String message = message(error);
    if (message.startsWith("EMPTIED")) {
      return new EngineUnavailableException(
          "the jobs of this Redis are gone: it was flushed, or came up without its files. Bring its"
              + " files back, or start Penstock again to begin with nothing",
          error);
    }
    if (message.startsWith("OOM")) {
      return new EngineFullException(
          "Redis is full: raise maxmemory, or remove jobs that have ended", error);
    }
    return PASSING.stream().anyMatch(message::startsWith)
        ? new EngineUnavailableException("Redis refuses: " + message, error)
        : new IllegalStateException("a function failed: " + message, error);
  }

  private static String message(Throwable error) {
    String message = error.getMessage();
    return message == null ? "" : message;
  }
}
