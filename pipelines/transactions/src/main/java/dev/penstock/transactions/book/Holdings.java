package dev.penstock.transactions.book;

import dev.penstock.transactions.gains.Prices.Price;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is held in the end, and what it would bring. */
public record Holdings(List<Line> lines) {
  /**
   * What is held of an asset.
   *
   * @param cost of its lots
   * @param known whether the cost of each lot is
   * @param price of one unit, the last that is known; null: none is
   */
  public record Line(
      String asset, BigDecimal quantity, BigDecimal cost, boolean known, @Nullable Price price) {
    public static Line of(PoolSums sums, Optional<Price> price) {
      boolean known = sums.open().stream().allMatch(holding -> holding.lot().known());
      return new Line(
          sums.asset(), sums.openQuantity(), sums.openCost(), known, price.orElse(null));
    }

    /** What it is worth; null when there is no price. */
    public @Nullable BigDecimal value() {
      return price == null ? null : Exact.worth(quantity, price.value());
    }
  }

  public byte[] pack() {
    var pack = new Pack(1024);
    for (Line line : lines) {
      pack.text(line.asset()).decimal(line.quantity()).decimal(line.cost());
      pack.u8((line.known() ? 1 : 0) | (line.price() == null ? 0 : 2));
      Price price = line.price();
      if (price != null) {
        pack.decimal(price.value()).text(price.source()).signed(price.time());
      }
    }
    return pack.toBytes();
  }

  public static Holdings unpack(byte[] bytes) {
    var in = new Unpack(bytes);
    var lines = new ArrayList<Line>();
    while (in.more()) {
      String asset = in.text();
      BigDecimal quantity = in.decimal();
      BigDecimal cost = in.decimal();
      int flags = in.u8();
      Price price = (flags & 2) == 0 ? null : new Price(in.decimal(), in.text(), in.signed());
      lines.add(new Line(asset, quantity, cost, (flags & 1) == 1, price));
    }
    return new Holdings(lines);
  }
}
