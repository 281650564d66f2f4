package dev.penstock.transactions.book;

import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.wire.Coded;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Income, summed by year, kind and asset. */
public final class IncomeTable {
  private static final Comparator<Key> ORDER =
      Comparator.comparingInt(Key::year).thenComparing(Key::kind).thenComparing(Key::asset);

  /** What is summed apart. */
  public record Key(int year, Kind kind, String asset) {}

  /**
   * A sum.
   *
   * @param incomplete rows whose value is unknown, and which are not in it
   */
  public record Sum(BigDecimal quantity, BigDecimal value, long rows, long incomplete) {}

  private final SortedMap<Key, Sum> sums = new TreeMap<>(ORDER);

  public void add(Key key, BigDecimal quantity, @Nullable BigDecimal value) {
    Sum before = sums.getOrDefault(key, new Sum(BigDecimal.ZERO, BigDecimal.ZERO, 0, 0));
    sums.put(
        key,
        value == null
            ? new Sum(before.quantity, before.value, before.rows, before.incomplete + 1)
            : new Sum(
                before.quantity.add(quantity),
                before.value.add(value),
                before.rows + 1,
                before.incomplete));
  }

  public void forEach(BiConsumer<Key, Sum> each) {
    sums.forEach(each);
  }

  public byte[] pack() {
    var pack = new Pack(1024);
    pack.whole(sums.size());
    sums.forEach(
        (key, sum) -> {
          pack.signed(key.year()).u8(Coded.of(key.kind())).text(key.asset());
          pack.decimal(sum.quantity()).decimal(sum.value());
          pack.whole(sum.rows()).whole(sum.incomplete());
        });
    return pack.toBytes();
  }

  public static IncomeTable unpack(byte[] bytes) {
    var in = new Unpack(bytes);
    var table = new IncomeTable();
    for (int i = in.count(); i > 0; i--) {
      var key = new Key((int) in.signed(), Kind.coded(in.u8()), in.text());
      table.sums.put(key, new Sum(in.decimal(), in.decimal(), in.whole(), in.whole()));
    }
    return table;
  }
}
