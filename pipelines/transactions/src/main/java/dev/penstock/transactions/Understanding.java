package dev.penstock.transactions;

import dev.penstock.transactions.rows.Sniffer;
import dev.penstock.transactions.store.MappingBook;
import dev.penstock.transactions.store.MappingBook.Mapping;
import java.io.IOException;
import java.util.Optional;

/** Finds out how a file is laid out: by what is said, by what was said before, by its looks. */
final class Understanding {
  private final MappingBook mappings;
  private final String tenant;

  /**
   * Of files of a tenant.
   *
   * @param mappings has what the tenant has said before
   */
  Understanding(MappingBook mappings, String tenant) {
    this.mappings = mappings;
    this.tenant = tenant;
  }

  /**
   * What was found out.
   *
   * @param saved whether something was said of this header before
   */
  record Understood(Sniffer.Sniffed sniffed, boolean saved) {}

  Understood of(byte[] head, boolean whole, Sniffer.Said said) throws IOException {
    Sniffer.Sniffed sniffed = Sniffer.of(head, head.length, whole, said);
    Optional<Mapping> saved = mappings.mapping(tenant, sniffed.layout().fingerprint());
    if (saved.isEmpty()) {
      return new Understood(sniffed, false);
    }
    Sniffer.Said all = said.or(TransactionsInputs.said(saved.get()));
    return new Understood(Sniffer.of(head, head.length, whole, all), true);
  }
}
