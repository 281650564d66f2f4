package dev.penstock.transactions.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.transactions.store.LedgerStore;
import dev.penstock.transactions.store.LedgerStore.Part;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which blocks stay in memory. */
class BlocksTest {
  private static final int SIZE = 100;

  private final List<Long> reads = new ArrayList<>();
  private final LedgerStore store =
      (LedgerStore)
          Proxy.newProxyInstance(
              LedgerStore.class.getClassLoader(),
              new Class<?>[] {LedgerStore.class},
              (proxy, method, args) -> {
                assertThat(method.getName()).isEqualTo("read");
                reads.add(((Part) args[0]).id());
                return new byte[SIZE];
              });

  private static Part part(long id) {
    return new Part(id, "rows", Long.toString(id), new byte[0]);
  }

  @Test
  void aBlockThatIsAskedForAgainStays() throws IOException {
    var blocks = new Blocks(store, 10 * SIZE);
    for (int i = 0; i < 5; i++) {
      assertThat(blocks.read(part(7))).hasSize(SIZE);
    }
    assertThat(reads).containsExactly(7L, 7L);
  }

  @Test
  void readersThatGoAllOverALedgerPutNothingOutThatIsAskedForAgain() throws IOException {
    var blocks = new Blocks(store, 10 * SIZE);
    blocks.read(part(7));
    blocks.read(part(7));
    for (long id = 1_000; id < 5_000; id++) {
      blocks.read(part(id));
    }
    // None of them stayed, and so none took the place of the one that did.
    blocks.read(part(7));
    blocks.read(part(4_000));
    assertThat(reads.stream().filter(id -> id == 7)).hasSize(2);
    assertThat(reads.stream().filter(id -> id == 4_000)).hasSize(2);
  }

  @Test
  void noMoreStaysThanThereIsRoomFor() throws IOException {
    var blocks = new Blocks(store, 10 * SIZE);
    for (int round = 0; round < 3; round++) {
      for (long id = 0; id < 20; id++) {
        blocks.read(part(id));
      }
    }
    reads.clear();
    for (long id = 10; id < 20; id++) {
      blocks.read(part(id));
    }
    assertThat(reads).isEmpty();
    blocks.read(part(0));
    assertThat(reads).containsExactly(0L);
  }
}
