package dev.penstock.transactions.rows;

import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is in a block, so that most readers need not open it.
 *
 * @param assets every asset of its rows, fees too
 * @param kinds bit n: a row of the n-th kind
 */
public record BlockNote(
    int rows, byte[] first, byte[] last, Set<String> assets, Set<String> wallets, long kinds) {
  public static BlockNote of(RowBlock block) {
    // By hash first: most rows name what others have named.
    var assets = new HashSet<String>();
    var wallets = new HashSet<String>();
    long kinds = 0;
    var in = new Unpack(block.bytes());
    for (int i = 0; i < block.rows(); i++) {
      in.over(block.bytes(), block.from(i) + Records.BODY, block.to(i));
      in.whole();
      kinds |= 1L << in.u8();
      wallets.add(in.text());
      int flags = in.u8();
      assets.add(in.text());
      in.skipDecimal();
      for (int bit = Records.QUOTE; bit <= Records.FEE; bit <<= 1) {
        if ((flags & bit) != 0) {
          assets.add(in.text());
          in.skipDecimal();
        }
      }
    }
    return new BlockNote(
        block.rows(),
        block.key(0),
        block.key(block.rows() - 1),
        new TreeSet<>(assets),
        new TreeSet<>(wallets),
        kinds);
  }

  public byte[] pack() {
    var pack = new Pack(128);
    pack.whole(rows).raw(first, 0, Records.KEY).raw(last, 0, Records.KEY);
    pack.whole(assets.size());
    assets.forEach(pack::text);
    pack.whole(wallets.size());
    wallets.forEach(pack::text);
    return pack.i64(kinds).toBytes();
  }

  public static BlockNote unpack(byte[] bytes) {
    var in = new Unpack(bytes);
    int rows = in.count();
    byte[] first = in.raw(Records.KEY);
    byte[] last = in.raw(Records.KEY);
    return new BlockNote(rows, first, last, texts(in), texts(in), in.i64());
  }

  private static Set<String> texts(Unpack in) {
    var texts = new TreeSet<String>();
    for (int i = in.count(); i > 0; i--) {
      texts.add(in.text());
    }
    return texts;
  }
}
