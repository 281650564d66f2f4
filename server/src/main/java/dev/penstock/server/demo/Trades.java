package dev.penstock.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Trades of a week in euros, generated, a few of them damaged on purpose; and what the European
 * Central Bank has published about the euro in that week.
 */
public final class Trades {
  public static final int ROWS = 20_000;
  static final String NAME = "trades.csv";
  private static final String RATES = "ecb-rates.csv";
  private static final long FIRST = Instant.parse("2024-01-02T08:00:00Z").getEpochSecond();
  private static final int SECONDS = 8 * 86_400;

  private Trades() {}

  /** Writes the trades into a folder. */
  static Path into(Path folder) throws IOException {
    var random = new SplittableRandom(2024);
    var csv =
        new StringBuilder(
            "timestamp,wallet,type,base_asset,base_amount,quote_asset,quote_amount,fee_asset,fee_amount,external_id\n");
    for (int i = 0; i < ROWS; i++) {
      boolean bitcoin = random.nextInt(3) == 0;
      double amount = bitcoin ? random.nextDouble(0.001, 0.05) : random.nextDouble(0.01, 0.8);
      double price = (bitcoin ? 40_500 : 2_080) * random.nextDouble(0.96, 1.04);
      csv.append(Instant.ofEpochSecond(FIRST + (long) i * SECONDS / ROWS))
          .append(i % 5_000 == 4_999 ? ",desk,swapped," : ",desk,")
          .append(i % 5_000 == 4_999 ? "" : random.nextInt(9) < 5 ? "buy," : "sell,")
          .append(bitcoin ? "BTC," : "ETH,")
          .append(String.format(Locale.ROOT, "%.6f,EUR,%.2f,EUR,0.25,", amount, amount * price))
          .append("t-")
          .append(i)
          .append('\n');
    }
    return Files.writeString(folder.resolve(NAME), csv);
  }

  /** Writes the bank's rates into a folder. */
  static Path ratesInto(Path folder) throws IOException {
    Path file = folder.resolve(RATES);
    try (InputStream in = Trades.class.getResourceAsStream(RATES)) {
      if (in == null) {
        throw new IllegalStateException(RATES + " is not on the class path");
      }
      Files.copy(in, file);
    }
    return file;
  }
}
