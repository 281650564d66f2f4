package dev.penstock.store.embedded.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.job.JobId;
import dev.penstock.store.embedded.Sqlite;
import dev.penstock.transactions.store.IssueBook.Action;
import dev.penstock.transactions.store.IssueBook.Settlement;
import dev.penstock.transactions.store.LedgerStore.Block;
import dev.penstock.transactions.store.LedgerStore.GoneException;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.store.LedgerStore.Writer;
import dev.penstock.transactions.store.MappingBook.Mapping;
import dev.penstock.transactions.store.PriceBook.Outcome;
import dev.penstock.transactions.store.PriceBook.Point;
import dev.penstock.transactions.store.Publication;
import dev.penstock.transactions.store.Published;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the port of ledgers promises. */
class SqliteLedgerTest {
  private static final JobId FIRST = new JobId("01aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final JobId SECOND = new JobId("01bbbbbbbbbbbbbbbbbbbbbbbb");
  private static final JobId THIRD = new JobId("01cccccccccccccccccccccccc");

  @TempDir Path folder;
  private SqliteLedger ledger;

  @BeforeEach
  void open() throws IOException {
    ledger = SqliteLedger.open(folder, InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  private static Writer writer(JobId job, long fence) {
    return new Writer(job, 1, 0, fence);
  }

  private static Block block(String kind, String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Block(kind, name, new byte[] {1}, bytes);
  }

  private String text(Part part) throws IOException {
    return new String(ledger.read(part), StandardCharsets.UTF_8);
  }

  private Published publish(JobId job, long base, String text) throws IOException {
    ledger.put(writer(job, 1), List.of(block("rows", "a", text), block("draft", "d", "x")));
    return ledger.publish(
        new Publication(writer(job, 1), "acc", base, new byte[] {9}, ledger.parts(job, 0, "rows")));
  }

  @Test
  void anEarlierAttemptThatWakesUpLateChangesNothing() throws IOException {
    assertThat(ledger.put(writer(FIRST, 7), List.of(block("rows", "a", "new")))).isTrue();
    assertThat(ledger.put(writer(FIRST, 6), List.of(block("rows", "a", "old")))).isFalse();
    assertThat(text(ledger.parts(FIRST, 0, "rows").getFirst())).isEqualTo("new");
    assertThat(ledger.publish(new Publication(writer(FIRST, 6), "acc", 0, new byte[0], List.of())))
        .isEqualTo(new Published.Fenced());
    assertThat(ledger.head("acc")).isEmpty();
  }

  @Test
  void whatATenantSaysOfAHeaderHoldsForItsOwnFilesOnly() throws IOException {
    ledger.keep("acme", "h", new Mapping("timestamp=When", "comma", "dmy"));
    assertThat(ledger.mapping("other", "h")).isEmpty();
    ledger.keep("other", "h", new Mapping("timestamp=Then", "point", "auto"));
    assertThat(ledger.forget("other", "h")).isTrue();
    assertThat(ledger.forget("other", "h")).isFalse();
    assertThat(ledger.mapping("acme", "h")).contains(new Mapping("timestamp=When", "comma", "dmy"));
  }

  @Test
  void whatWasSaidBeforeThereWereTenantsIsTheDefaultTenants() throws Exception {
    Path old = folder.resolve("old");
    Files.createDirectories(old);
    try (Sqlite sqlite = Sqlite.open(old.resolve("ledger.db"), "journal_mode = WAL")) {
      sqlite.script(Sqlite.resource("ledger/ledger-1.sql"));
      sqlite.script("INSERT INTO mapping VALUES ('h', 'timestamp=When', 'comma', 'dmy')");
      sqlite.script("PRAGMA user_version = 1");
    }
    try (var opened = SqliteLedger.open(old, InstantSource.system())) {
      assertThat(opened.mapping("default", "h"))
          .contains(new Mapping("timestamp=When", "comma", "dmy"));
      assertThat(opened.mapping("acme", "h")).isEmpty();
    }
  }

  @Test
  void theSameBlockAgainTakesThePlaceOfTheFirst() throws IOException {
    ledger.put(writer(FIRST, 1), List.of(block("rows", "a", "one")));
    long id = ledger.parts(FIRST, 0, "rows").getFirst().id();
    ledger.put(writer(FIRST, 2), List.of(block("rows", "a", "two")));
    List<Part> parts = ledger.parts(FIRST, 0, "rows");
    assertThat(parts).hasSize(1);
    assertThat(parts.getFirst().id()).as("readers may have kept the first").isNotEqualTo(id);
    assertThat(text(parts.getFirst())).isEqualTo("two");
  }

  @Test
  void aPublicationShowsAllAtOnceAndOnceOnly() throws IOException {
    assertThat(publish(FIRST, 0, "one")).isEqualTo(new Published.Visible(1));
    assertThat(publish(FIRST, 0, "one")).isEqualTo(new Published.Visible(1));
    var head = ledger.head("acc").orElseThrow();
    assertThat(head.number()).isEqualTo(ledger.liveNumber("acc")).isEqualTo(1);
    assertThat(head.job()).isEqualTo(FIRST);
    assertThat(text(head.parts().getFirst())).isEqualTo("one");
    assertThat(publish(SECOND, 0, "two")).isEqualTo(new Published.Moved(1));
    assertThat(publish(SECOND, 1, "two")).isEqualTo(new Published.Visible(2));
  }

  @Test
  void nothingTakesThePlaceOfWhatReadersSee() throws IOException {
    publish(FIRST, 0, "one");
    assertThat(ledger.put(writer(FIRST, 99), List.of(block("rows", "a", "late")))).isFalse();
    assertThat(text(ledger.head("acc").orElseThrow().parts().getFirst())).isEqualTo("one");
  }

  @Test
  void theGenerationBeforeComesBackAndOlderOnesGo() throws IOException {
    publish(FIRST, 0, "one");
    Part one = ledger.head("acc").orElseThrow().parts().getFirst();
    publish(SECOND, 1, "two");
    assertThat(ledger.restore("acc")).isTrue();
    assertThat(text(ledger.head("acc").orElseThrow().parts().getFirst())).isEqualTo("one");
    assertThat(ledger.restore("acc")).isTrue();
    assertThat(publish(THIRD, 2, "three")).isEqualTo(new Published.Visible(3));
    assertThatThrownBy(() -> ledger.read(one)).isInstanceOf(GoneException.class);
    assertThat(ledger.restore("acc")).isTrue();
    assertThat(text(ledger.head("acc").orElseThrow().parts().getFirst())).isEqualTo("two");
    assertThat(ledger.restore("nobody")).isFalse();
  }

  @Test
  void whatWasNotPublishedIsKnownAndCanBeDiscarded() throws IOException {
    publish(FIRST, 0, "one");
    ledger.put(writer(SECOND, 1), List.of(block("rows", "a", "two")));
    assertThat(ledger.jobs()).containsExactly(SECOND);
    ledger.discard(SECOND, 0);
    assertThat(ledger.jobs()).isEmpty();
    assertThat(ledger.parts(SECOND, 0, "rows")).isEmpty();
    ledger.removed(FIRST);
    assertThat(text(ledger.head("acc").orElseThrow().parts().getFirst())).isEqualTo("one");
  }

  @Test
  void everythingIsThereAfterReopening() throws IOException {
    publish(FIRST, 0, "one");
    ledger.keep("USD", List.of(Point.found("BTC", 5, new BigDecimal("1.50"), "x")));
    ledger.settle("acc", "i", new Settlement(Action.ACCEPT, "", "fine"));
    ledger.close();
    open();
    assertThat(text(ledger.head("acc").orElseThrow().parts().getFirst())).isEqualTo("one");
    assertThat(ledger.points("USD", Set.of("BTC")).getFirst().value()).isEqualByComparingTo("1.5");
    assertThat(ledger.settled("acc")).containsOnlyKeys("i");
    ledger.settle("acc", "i", new Settlement(Action.OPEN, "", ""));
    assertThat(ledger.settled("acc")).isEmpty();
  }

  @Test
  void aPriceThatWasFoundStaysWhatItWasAndAMissingOneGivesWay() throws IOException {
    var down = new Point("BTC", 5, Outcome.PROVIDER_DOWN, null, "x", 0);
    ledger.keep("USD", List.of(down));
    ledger.keep("USD", List.of(Point.found("BTC", 5, BigDecimal.ONE, "x")));
    ledger.keep("USD", List.of(Point.found("BTC", 5, BigDecimal.TWO, "y"), down));
    assertThat(ledger.points("USD", Set.of("BTC", "ETH")))
        .containsExactly(Point.found("BTC", 5, BigDecimal.ONE, "x"));
    assertThat(ledger.points("EUR", Set.of("BTC"))).isEmpty();
  }
}
