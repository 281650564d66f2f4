package dev.penstock.transactions.book;

import dev.penstock.transactions.ledger.Leg;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What each wallet holds of each asset. Used by one thread. */
public final class BalanceSheet {
  /** What is counted apart. */
  public record Key(String wallet, String asset) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byWallet = wallet.compareTo(other.wallet);
      return byWallet != 0 ? byWallet : asset.compareTo(other.asset);
    }
  }

  private final Map<Key, BigDecimal> balances = new java.util.HashMap<>();

  /** Adds a leg; the balance after it. */
  public BigDecimal add(Leg leg) {
    return balances.merge(new Key(leg.wallet(), leg.asset()), leg.quantity(), BigDecimal::add);
  }

  public BigDecimal of(String wallet, String asset) {
    return balances.getOrDefault(new Key(wallet, asset), BigDecimal.ZERO);
  }

  public int size() {
    return balances.size();
  }

  /** Every balance that is not nothing, in order. */
  public void forEach(BiConsumer<Key, BigDecimal> each) {
    new TreeMap<>(balances)
        .forEach(
            (key, balance) -> {
              if (balance.signum() != 0) {
                each.accept(key, balance);
              }
            });
  }

  public byte[] pack() {
    var pack = new Pack(1024);
    forEach((key, balance) -> pack.text(key.wallet()).text(key.asset()).decimal(balance));
    return pack.toBytes();
  }

  public static BalanceSheet unpack(byte[] bytes) {
    var in = new Unpack(bytes);
    var sheet = new BalanceSheet();
    while (in.more()) {
      sheet.balances.put(new Key(in.text(), in.text()), in.decimal());
    }
    return sheet;
  }
}
