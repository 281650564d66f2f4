package dev.penstock.transactions.store;

import java.io.IOException;
import java.util.Optional;

/** How files with a certain header are to be read; for all accounts of a tenant. Thread-safe. */
public interface MappingBook {
  /** What a tenant has said about files with this header. */
  Optional<Mapping> mapping(String tenant, String header) throws IOException;

  /** Keeps what holds for files with a header, in place of what held before. */
  void keep(String tenant, String header, Mapping mapping) throws IOException;

  /** Forgets it; whether there was any. */
  boolean forget(String tenant, String header) throws IOException;

  /**
   * What a person has said about a file; in the words of the inputs of the same names.
   *
   * @param columns {@code timestamp=Booked;base_amount=Units}, or empty
   * @param decimals {@code auto} where it is to be guessed
   * @param dates likewise
   */
  record Mapping(String columns, String decimals, String dates) {}
}
