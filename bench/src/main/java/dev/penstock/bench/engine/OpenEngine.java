package dev.penstock.bench.engine;

import dev.penstock.engine.Bells;
import dev.penstock.engine.Engine;
import java.io.IOException;

/**
 * An engine that is open, and what has to be closed behind it.
 *
 * @param store the server that it needs, if it needs one
 */
record OpenEngine(Engine engine, Bells bells, Store store) implements AutoCloseable {
  /** What an engine keeps its things in. */
  interface Store extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  @Override
  public void close() throws IOException {
    engine.close();
    store.close();
  }
}
