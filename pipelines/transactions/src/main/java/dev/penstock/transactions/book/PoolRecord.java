package dev.penstock.transactions.book;

import dev.penstock.transactions.ledger.Kind;
import dev.penstock.transactions.rows.Records;
import dev.penstock.transactions.wire.Coded;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.math.BigDecimal;
import java.util.function.IntFunction;

/**
 * An event of a pool as it is kept: what a row does to one asset.
 *
 * @param key sort key of the row
 * @param ordinal which of several equal rows, from 0
 * @param money cost of what comes, proceeds of what goes
 * @param known whether the money is
 * @param labels its name where it comes, its wishes where it goes
 */
public record PoolRecord(
    Type type,
    byte[] key,
    int ordinal,
    String wallet,
    BigDecimal quantity,
    BigDecimal money,
    boolean known,
    Labels labels) {
  /** What an event does. */
  public enum Type {
    ACQUIRE,
    DISPOSE,
    MOVE_OUT,
    MOVE_IN
  }

  /** What it is called. */
  public record Labels(Kind kind, String name) {}

  private static final IntFunction<Type> TYPES = Coded.by(Type.class);

  public long at() {
    return Records.time(key, 0);
  }

  public void packInto(Pack pack) {
    pack.u8(Coded.of(type)).raw(key, 0, Records.KEY).whole(ordinal).text(wallet);
    pack.decimal(quantity).decimal(money).u8(known ? 1 : 0);
    pack.u8(Coded.of(labels.kind())).text(labels.name());
  }

  public static PoolRecord unpack(Unpack in) {
    return new PoolRecord(
        TYPES.apply(in.u8()),
        in.raw(Records.KEY),
        in.count(),
        in.text(),
        in.decimal(),
        in.decimal(),
        in.u8() == 1,
        new Labels(Kind.coded(in.u8()), in.text()));
  }
}
