package dev.penstock.transactions.book;

import dev.penstock.transactions.gains.Prices.Price;
import dev.penstock.transactions.wire.Coded;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.math.BigDecimal;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a row.
 *
 * @param value in the reporting currency; null: unknown or not asked
 * @param price that the value comes from, frozen; null: from the row itself
 * @param balance of its base asset in its wallet, after it
 * @param state whether it counts
 */
public record Mark(
    @Nullable BigDecimal value, @Nullable Price price, BigDecimal balance, State state) {
  /** Whether a row counts. */
  public enum State {
    COUNTED,
    /** A price that it needs is unknown. */
    UNPRICED,
    /** A person said that it does not. */
    DROPPED
  }

  private static final IntFunction<State> STATES = Coded.by(State.class);

  public boolean unpriced() {
    return state == State.UNPRICED;
  }

  public boolean dropped() {
    return state == State.DROPPED;
  }

  /** The marks of a block's rows, in their order. */
  public static final class Builder {
    private final Pack pack = new Pack(1 << 15);

    public void add(Mark mark) {
      pack.u8((Coded.of(mark.state()) << 1) | (mark.price() == null ? 0 : 1));
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
    if ((flags & 1) != 0) {
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
    Price price = (flags & 1) == 0 ? null : new Price(in.decimal(), in.text(), in.signed());
    return new Mark(value, price, balance, STATES.apply(flags >> 1));
  }
}
