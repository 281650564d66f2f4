package dev.penstock.transactions.book;

import dev.penstock.transactions.gains.Prices.Price;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a row.
 *
 * @param value in the reporting currency; null: unknown or not asked
 * @param price that the value comes from, frozen; null: from the row itself
 * @param balance of its base asset in its wallet, after it
 * @param unpriced whether a price that it needs is unknown
 */
public record Mark(
    @Nullable BigDecimal value, @Nullable Price price, BigDecimal balance, boolean unpriced) {

  /** The marks of a block's rows, in their order. */
  public static final class Builder {
    private final Pack pack = new Pack(1 << 15);

    public void add(Mark mark) {
      pack.u8((mark.unpriced() ? 1 : 0) | (mark.price() == null ? 0 : 2));
      pack.maybe(mark.value()).decimal(mark.balance());
      Price price = mark.price();
      if (price != null) {
        pack.decimal(price.value()).text(price.source()).signed(price.time());
      }
    }

    /** The bytes; the builder is empty afterwards. */
    public byte[] build() {
      byte[] bytes = pack.toBytes();
      pack.cut(0);
      return bytes;
    }
  }

  /** Passes over the next mark of a block. */
  public static void skip(Unpack in) {
    int flags = in.u8();
    if (in.u8() == 1) {
      in.skipDecimal();
    }
    in.skipDecimal();
    if ((flags & 2) != 0) {
      in.skipDecimal();
      in.skip(in.count());
      in.signed();
    }
  }

  /** The next mark of a block. */
  public static Mark read(Unpack in) {
    int flags = in.u8();
    BigDecimal value = in.maybe();
    BigDecimal balance = in.decimal();
    Price price = (flags & 2) == 0 ? null : new Price(in.decimal(), in.text(), in.signed());
    return new Mark(value, price, balance, (flags & 1) != 0);
  }
}
