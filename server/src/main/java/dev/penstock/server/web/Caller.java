package dev.penstock.server.web;

import dev.penstock.access.ApiKey;

/**
 * Who sent a request, as far as that was asked.
 *
 * @param tenant whose things it is about
 * @param key id of the key; empty where none is asked for
 */
public record Caller(String tenant, String key) {
  /** The tenant of everybody, where no keys are asked for. */
  public static final String DEFAULT_TENANT = "default";

  /** Somebody on this machine, where no keys are asked for: may do everything. */
  public static final Caller ANYBODY = new Caller(DEFAULT_TENANT, "");

  /** The holder of a key. */
  public static Caller of(ApiKey key) {
    return new Caller(key.tenant(), key.id());
  }

  /** Whether a key was asked for and given. */
  public boolean keyed() {
    return !key.isEmpty();
  }
}
