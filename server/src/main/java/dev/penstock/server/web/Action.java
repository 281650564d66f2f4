package dev.penstock.server.web;

import java.io.IOException;

/** Answers one method of one resource. Runs on a virtual thread of its own, and so may block. */
@FunctionalInterface
public interface Action {
  /**
   * Answers the request.
   *
   * @throws RefusedException for a request that cannot be served as it is
   * @throws IOException when a store cannot be reached, or the client is gone
   */
  Reply answer(Exchange exchange) throws IOException;
}
