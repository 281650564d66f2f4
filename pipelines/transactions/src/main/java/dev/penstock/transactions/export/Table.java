package dev.penstock.transactions.export;

import java.io.IOException;

/** Takes rows of texts, in whatever form a file has. Used by one thread. */
@FunctionalInterface
public interface Table {
  void row(String... fields) throws IOException;
}
