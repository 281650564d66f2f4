package dev.penstock.store.embedded.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Made-up files: the same for the same seed. */
final class Csv {
  static final String HEADER =
      "timestamp,wallet,type,base_asset,base_amount,quote_asset,quote_amount,fee_asset,"
          + "fee_amount,external_id,tx_hash,note\n";

  private static final String[] ASSETS = {"BTC", "ETH", "SOL", "ADA"};
  private static final String[] KINDS = {
    "buy", "buy", "buy", "buy", "sell", "sell", "staking", "gift", "deposit", "withdrawal", "spend"
  };

  private Csv() {}

  static List<String> rows(long seed, int count) {
    var random = new SplittableRandom(seed);
    var rows = new ArrayList<String>();
    long at = 1_500_000_000_000L;
    for (int i = 0; i < count; i++) {
      at += random.nextInt(5) == 0 ? 0 : random.nextLong(2 * 86_400_000L);
      rows.add(row(random, at / 1_000 * 1_000, i));
    }
    return rows;
  }

  private static String row(SplittableRandom random, long at, int i) {
    String kind = KINDS[random.nextInt(KINDS.length)];
    String asset = ASSETS[random.nextInt(ASSETS.length)];
    boolean trade = kind.equals("buy") || kind.equals("sell");
    String quote = random.nextInt(6) == 0 && !asset.equals("BTC") ? "BTC" : "USD";
    String amount = number(random, 6);
    boolean fee = random.nextInt(3) == 0;
    return String.join(
        ",",
        Instant.ofEpochMilli(at).toString(),
        "w" + random.nextInt(2),
        kind,
        asset,
        amount,
        trade ? quote : "",
        trade ? number(random, 2) : "",
        fee ? (random.nextBoolean() ? "USD" : ASSETS[random.nextInt(ASSETS.length)]) : "",
        fee ? "0.00" + (1 + random.nextInt(9)) : "",
        random.nextBoolean() ? "id" + i : "",
        "",
        random.nextInt(4) == 0 ? "\"a note,\nwith \"\"quotes\"\"\"" : "");
  }

  private static String number(SplittableRandom random, int places) {
    return (1 + random.nextInt(999))
        + "."
        + "%06d".formatted(random.nextInt(1_000_000)).substring(0, places);
  }

  /** A price of everything on every day of the rows. */
  static String prices() {
    var text = new StringBuilder("date,asset,price\n");
    for (String asset : ASSETS) {
      for (long day = 17_300; day < 18_500; day++) {
        text.append(Instant.ofEpochMilli(day * 86_400_000L).toString(), 0, 10)
            .append(',')
            .append(asset)
            .append(',')
            .append(100 + (day * 37 + asset.hashCode()) % 1_000)
            .append(".25\n");
      }
    }
    return text.toString();
  }

  static String file(List<String> rows) {
    return HEADER + String.join("\n", rows) + "\n";
  }

  static List<String> shuffled(List<String> rows, long seed) {
    var some = new ArrayList<>(rows);
    Collections.shuffle(some, new Random(seed));
    return some;
  }
}
