package dev.penstock.transactions.book;

import dev.penstock.transactions.rows.Reading;
import dev.penstock.transactions.rows.WantedPrices;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.util.ArrayList;
import java.util.List;

/**
 * What holds for a whole generation.
 *
 * @param imports ids of the jobs whose rows it has, by their number
 * @param basis how they are reported
 * @param hash over all that is published; the same for the same rows, however they came
 * @param unpriced what is not known yet
 * @param reading how the file of the last import was read
 */
public record Facts(
    List<String> imports,
    Basis basis,
    String hash,
    long rows,
    long unpricedRows,
    WantedPrices unpriced,
    Reading reading) {
  /** Of an account that has no generation. */
  public static final Facts NONE =
      new Facts(
          List.of(),
          new Basis("", List.of(), false, "UTC", "01-01"),
          "",
          0,
          0,
          new WantedPrices(""),
          Reading.NONE);

  /**
   * How gains are reported.
   *
   * @param methods whose gains are published
   * @param perWallet whether each wallet has lots of its own
   * @param zone whose days count
   * @param yearStart first day of a tax year: {@code 04-06}
   */
  public record Basis(
      String currency, List<String> methods, boolean perWallet, String zone, String yearStart) {
    public Basis {
      methods = List.copyOf(methods);
    }

    /** As inputs and queries say it. */
    public String scope() {
      return perWallet ? "wallet" : "universal";
    }
  }

  public Facts {
    imports = List.copyOf(imports);
  }

  public String currency() {
    return basis.currency();
  }

  public List<String> methods() {
    return basis.methods();
  }

  public byte[] pack() {
    var pack = new Pack(1024);
    texts(pack, imports);
    pack.text(basis.currency());
    texts(pack, basis.methods());
    pack.u8(basis.perWallet() ? 1 : 0).text(basis.zone()).text(basis.yearStart());
    pack.text(hash).whole(rows).whole(unpricedRows);
    unpriced.packInto(pack);
    reading.packInto(pack);
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
    var basis = new Basis(in.text(), texts(in), in.u8() == 1, in.text(), in.text());
    String hash = in.text();
    long rows = in.whole();
    long unpricedRows = in.whole();
    var unpriced = new WantedPrices(basis.currency());
    unpriced.addAll(in);
    // Generations of before there were readings end here.
    Reading reading = in.more() ? Reading.unpack(in) : Reading.NONE;
    return new Facts(imports, basis, hash, rows, unpricedRows, unpriced, reading);
  }
}
