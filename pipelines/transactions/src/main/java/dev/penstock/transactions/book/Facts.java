package dev.penstock.transactions.book;

import dev.penstock.transactions.rows.WantedPrices;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.util.ArrayList;
import java.util.List;

/**
 * What holds for a whole generation.
 *
 * @param imports ids of the jobs whose rows it has, by their number
 * @param methods whose gains are published
 * @param hash over all that is published; the same for the same rows, however they came
 * @param unpriced what is not known yet
 */
public record Facts(
    List<String> imports,
    String currency,
    List<String> methods,
    String hash,
    long rows,
    long unpricedRows,
    WantedPrices unpriced) {
  /** Of an account that has no generation. */
  public static final Facts NONE =
      new Facts(List.of(), "", List.of(), "", 0, 0, new WantedPrices(""));

  public Facts {
    imports = List.copyOf(imports);
    methods = List.copyOf(methods);
  }

  public byte[] pack() {
    var pack = new Pack(1024);
    texts(pack, imports);
    pack.text(currency);
    texts(pack, methods);
    pack.text(hash).whole(rows).whole(unpricedRows);
    unpriced.packInto(pack);
    return pack.toBytes();
  }

  private static void texts(Pack pack, List<String> texts) {
    pack.whole(texts.size());
    texts.forEach(pack::text);
  }

  private static List<String> texts(Unpack in) {
    var texts = new ArrayList<String>();
    for (int i = in.count(); i > 0; i--) {
      texts.add(in.text());
    }
    return texts;
  }

  public static Facts unpack(byte[] bytes) {
    var in = new Unpack(bytes);
    List<String> imports = texts(in);
    String currency = in.text();
    List<String> methods = texts(in);
    String hash = in.text();
    long rows = in.whole();
    long unpricedRows = in.whole();
    var unpriced = new WantedPrices(currency);
    unpriced.addAll(in);
    return new Facts(imports, currency, methods, hash, rows, unpricedRows, unpriced);
  }
}
