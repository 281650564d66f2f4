package dev.penstock.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.SplittableRandom;

/** Five years of trades in twelve assets, generated: always the same. */
final class TradesFile {
  static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
  static final int DAYS = 5 * 365;
  static final String[] ASSETS = {
    "BTC", "ETH", "SOL", "ADA", "XRP", "DOT", "LTC", "LINK", "AVAX", "MATIC", "ATOM", "UNI"
  };

  private TradesFile() {}

  static byte[] prices() {
    var random = new SplittableRandom(2);
    var csv = new StringBuilder("date,asset,price\n");
    for (int day = 0; day <= DAYS; day++) {
      for (String asset : ASSETS) {
        csv.append(FIRST.plusDays(day)).append(',').append(asset).append(',');
        csv.append(1 + random.nextInt(500)).append('.').append(random.nextInt(1_000)).append('\n');
      }
    }
    return csv.toString().getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] rows(int rows) {
    var random = new SplittableRandom(5);
    var csv =
        new StringBuilder(rows * 80)
            .append("timestamp,wallet,type,base_asset,base_amount,quote_asset,quote_amount,")
            .append("fee_asset,fee_amount,external_id,note\n");
    long at = FIRST.toEpochDay() * 86_400;
    for (int i = 0; i < rows; i++) {
      at += random.nextInt((int) Math.max(1, 2L * DAYS * 86_400 / rows));
      int kind = random.nextInt(20);
      boolean trade = kind < 18;
      csv.append(Instant.ofEpochSecond(at)).append(",w").append(random.nextInt(3)).append(',');
      csv.append(kind < 11 ? "buy" : trade ? "sell" : kind == 18 ? "staking" : "spend").append(',');
      csv.append(ASSETS[random.nextInt(ASSETS.length)]).append(',').append(random.nextInt(50));
      csv.append('.').append(100_000 + random.nextInt(900_000)).append(',');
      csv.append(trade ? "USD," + random.nextInt(20_000) + "." + (10 + random.nextInt(90)) : ",");
      csv.append(trade ? ",USD,1.5" + random.nextInt(10) : ",,")
          .append(",id")
          .append(i)
          .append(',');
      csv.append(i % 50 == 0 ? "\"a note, with \"\"quotes\"\"\"" : "").append('\n');
    }
    return csv.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
