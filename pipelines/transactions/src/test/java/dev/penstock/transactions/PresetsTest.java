package dev.penstock.transactions;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.Inputs;
import dev.penstock.transactions.ledger.Amount;
import dev.penstock.transactions.ledger.Exact;
import dev.penstock.transactions.ledger.Transaction;
import dev.penstock.transactions.store.MappingBook;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports that are known by their headers, with lines before them or with no header at all. */
class PresetsTest {
  private static final class NothingSaid implements MappingBook {
    @Override
    public Optional<Mapping> mapping(String tenant, String header) {
      return Optional.empty();
    }

    @Override
    public void keep(String tenant, String header, Mapping mapping) {
      throw new UnsupportedOperationException("nobody keeps anything here");
    }

    @Override
    public boolean forget(String tenant, String header) {
      return false;
    }
  }

  private static Preview preview(byte[] file) throws IOException {
    var read = (Inputs.Reading.Accepted) TransactionsInputs.DECLARED.read(Map.of());
    return Preview.of(file, true, read.values(), new Preview.Saved(new NothingSaid(), "default"));
  }

  private static List<String> understood(Preview preview) {
    var rows = new ArrayList<String>();
    for (Preview.Line line : preview.lines()) {
      Transaction row = line.row();
      rows.add(
          row == null
              ? line.faults().getFirst().code()
              : "%s %s %s %s for %s fee %s"
                  .formatted(
                      Instant.ofEpochMilli(row.at()),
                      row.wallet(),
                      row.kind().word(),
                      text(row.base()),
                      text(row.quote()),
                      text(row.fee())));
    }
    return rows;
  }

  private static String text(@Nullable Amount amount) {
    return amount == null ? "-" : Exact.text(amount.quantity()) + " " + amount.asset();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "coinbase | Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,Spot Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes | 2021-03-01T10:00:00Z,Buy,BTC,0.5,USD,100,50,51,1,Bought | 2021-03-01T10:00:00Z main buy 0.5 BTC for 50 USD fee 1 USD",
        "coinbase | ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes | x,2021-03-01 10:00:00 UTC,Convert,BTC,-0.5,EUR,100,50,51,1,Converted | row.type_unknown",
        "coinbase-pro | portfolio,trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit | default,7,BTC-EUR,SELL,2021-03-01T10:00:00Z,0.5,BTC,100,0.25,49.75,EUR | 2021-03-01T10:00:00Z main sell 0.5 BTC for 50 EUR fee 0.25 EUR",
        "kraken-trades | txid,ordertxid,pair,time,type,ordertype,price,cost,fee,vol,margin,misc,ledgers | T1,O1,XXBTZEUR,2021-03-01 10:00:00.1234,buy,limit,100,50,0.1,0.5,0,,L1 | 2021-03-01T10:00:00.123Z main buy 0.5 BTC for 50 EUR fee 0.1 EUR",
        "kraken-ledgers | txid,refid,time,type,subtype,aclass,asset,amount,fee,balance | L1,R1,2021-03-01 10:00:00,deposit,,currency,XXBT,0.5,0.001,0.499 | 2021-03-01T10:00:00Z main deposit 0.5 BTC for - fee 0.001 BTC",
        "kraken-ledgers | txid,refid,time,type,subtype,aclass,asset,amount,fee,balance | L1,R1,2021-03-01 10:00:00,trade,,currency,XXBT,0.5,0,0.5 | row.type_unknown",
        "binance-trades | Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin | 2021-03-01 10:00:00,BTCUSDT,SELL,100,0.5,50,0.01,BNB | 2021-03-01T10:00:00Z main sell 0.5 BTC for 50 USDT fee 0.01 BNB",
        "binance-ledger | User_ID,UTC_Time,Account,Operation,Coin,Change,Remark | 1,2021-03-01 10:00:00,Spot,Withdraw,BTC,-0.5,fee included | 2021-03-01T10:00:00Z Spot withdrawal 0.5 BTC for - fee -",
        "sparkasse | \"Auftragskonto\";\"Buchungstag\";\"Valutadatum\";\"Buchungstext\";\"Verwendungszweck\";\"Betrag\";\"Waehrung\" | \"DE1\";\"31.12.20\";\"31.12.20\";\"LASTSCHRIFT\";\"Strom\";\"-1.050,25\";\"EUR\" | 2020-12-31T00:00:00Z DE1 withdrawal 1050.25 EUR for - fee -",
        "revolut | Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance | CARD_PAYMENT,Current,2021-03-01 09:59:00,2021-03-01 10:00:00,Shop,-12.50,0.00,EUR,COMPLETED,87.50 | 2021-03-01T10:00:00Z Current withdrawal 12.5 EUR for - fee -",
        "wise | TransferWise ID,Date,Amount,Currency,Description,Payment Reference,Running Balance | T-1,13-03-2021,100.00,EUR,From me,x,100.00 | 2021-03-13T00:00:00Z main deposit 100 EUR for - fee -"
      })
  void exportsAreKnownByTheirHeaders(String name, String header, String row, String expected)
      throws IOException {
    Preview preview = preview((header + "\n" + row + "\n").getBytes(StandardCharsets.UTF_8));
    assertThat(preview.layout().missing()).isEmpty();
    assertThat(preview.layout().preset()).isEqualTo(name);
    assertThat(understood(preview)).containsExactly(expected);
  }

  @Test
  void rowsMaySayWhatCameAndWhatWent() throws IOException {
    Preview preview =
        preview(
            """
            Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Label,TxHash
            2021-03-01 10:00 UTC,100,EUR,0.5,BTC,1,EUR,,
            2021-03-02 10:00 UTC,0.2,BTC,50,EUR,,,,
            2021-03-03 10:00 UTC,0.1,BTC,1,ETH,,,,
            2021-03-04 10:00 UTC,0.1,BTC,,,,,,0xab
            2021-03-05 10:00 UTC,,,0.01,ETH,,,reward,
            2021-03-06 10:00 UTC,,,,,,,,
            """
                .getBytes(StandardCharsets.UTF_8));
    assertThat(understood(preview))
        .containsExactly(
            "2021-03-01T10:00:00Z main buy 0.5 BTC for 100 EUR fee 1 EUR",
            "2021-03-02T10:00:00Z main sell 0.2 BTC for 50 EUR fee -",
            "2021-03-03T10:00:00Z main buy 1 ETH for 0.1 BTC fee -",
            "2021-03-04T10:00:00Z main withdrawal 0.1 BTC for - fee -",
            "2021-03-05T10:00:00Z main reward 0.01 ETH for - fee -",
            "row.amount_missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "date,type,asset,quantity,price,currency | 2021-03-01T10:00Z,buy,BTC,0.5,100,EUR | for 50 EUR",
        "date,currency,type,total,asset,quantity | 2021-03-01T10:00Z,EUR,buy,50,BTC,0.5 | for 50 EUR",
        "Datum;Typ;Asset;Menge;Kurs;Währung | 2021-03-01T10:00Z;buy;BTC;0.5;100;EUR | for 50 EUR",
        "date,side,market,quantity,price,currency | 2021-03-01T10:00Z,buy,BTC/USDT,0.5,100,EUR | for 50 EUR",
        "date,type,currency,amount | 2021-03-01T10:00Z,deposit,BTC,0.5 | for -"
      })
  void aCurrencyIsThatOfWhatWasPaidUnlessItIsAllThatTheRowIsAbout(
      String header, String row, String quote) throws IOException {
    Preview preview = preview((header + "\n" + row + "\n").getBytes(StandardCharsets.UTF_8));
    assertThat(understood(preview)).hasSize(1);
    assertThat(understood(preview).getFirst()).contains(" 0.5 BTC " + quote + " fee");
    assertThat(preview.reading().unused()).isEmpty();
    assertThat(preview.reading().assumed()).doesNotContainKey("currency");
  }

  @Test
  void whatWasNotUsedAndWhatWasAssumedIsSaid() throws IOException {
    Preview preview =
        preview(
            """
            Date,Type,Asset,Quantity,Price,Fee,Broker Code,_line,_code
            2021-03-01 10:00,buy,BTC,0.5,100,1,x7,3,row.amount_missing
            """
                .getBytes(StandardCharsets.UTF_8));
    assertThat(preview.reading().unused()).containsExactly("Broker Code");
    assertThat(preview.reading().assumed())
        .containsExactly(
            Map.entry("currency", "USD"),
            Map.entry("fee_asset", "the quote asset, else USD"),
            Map.entry("time_zone", "UTC"),
            Map.entry("wallet", "main"));
    assertThat(preview.reading().sentences())
        .containsExactly(
            "Headers that were not used: Broker Code.",
            "No header names a currency: amounts are taken to be USD.",
            "Times without an offset are taken to be of the time zone UTC.");
  }

  @Test
  void aFileThatSaysEverythingNeedsNothingSaidOfIt() throws IOException {
    Preview preview =
        preview(
            """
            timestamp,wallet,type,base_asset,base_amount,quote_asset,quote_amount
            2021-03-01T10:00:00+01:00,w,buy,BTC,0.5,EUR,100
            """
                .getBytes(StandardCharsets.UTF_8));
    assertThat(preview.reading().assumed()).isEmpty();
    assertThat(preview.reading().sentences()).isEmpty();
  }

  @Test
  void aHeaderIsFoundBehindOtherLines() throws IOException {
    Preview preview =
        preview(
            """
            "You can use this report, if you like"
            User,me@example.org

            timestamp,type,base_asset,base_amount,quote_asset,quote_amount
            2021-03-01,buy,BTC,1,USD,5
            """
                .getBytes(StandardCharsets.UTF_8));
    assertThat(understood(preview))
        .containsExactly("2021-03-01T00:00:00Z main buy 1 BTC for 5 USD fee -");
    assertThat(preview.lines().getFirst().line()).isEqualTo(5);
  }

  @Test
  void aFileWithoutAHeaderHasOurColumns() throws IOException {
    Preview preview =
        preview(
            "2021-03-01T10:00Z,w,buy,BTC,1,USD,5\n2021-03-02T10:00Z,w,sell,BTC,1,USD,6\n"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(understood(preview))
        .containsExactly(
            "2021-03-01T10:00:00Z w buy 1 BTC for 5 USD fee -",
            "2021-03-02T10:00:00Z w sell 1 BTC for 6 USD fee -");
  }

  @Test
  void aDryRunUnwrapsWhatAnImportUnwraps() throws IOException {
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(
          "timestamp,type,base_asset,base_amount\n2021-03-01,buy,BTC,1\n"
              .getBytes(StandardCharsets.UTF_8));
    }
    assertThat(understood(preview(zipped.toByteArray()))).hasSize(1);
  }

  @Test
  void noBytesMakeItFail() throws IOException {
    var random = new SplittableRandom(7);
    byte[] good =
        "timestamp,wallet,type,base_asset,base_amount,quote_asset,quote_amount,fee_asset,fee_amount\n\"2021-03-01T10:00Z\",\"w;\"\"x\",buy,BTC,\"1.000,5\",USD,5,USD,1e3\n2021-03-02 11:00 PM +02:00,w,sell,BTC,(7),EUR,$6,,\n"
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      int changes = 1 + random.nextInt(12);
      for (int n = 0; n < changes; n++) {
        int at = random.nextInt(bytes.length);
        byte other =
            random.nextBoolean()
                ? (byte) random.nextInt(256)
                : (byte) "\",;\t\n\r'-+.eE0".charAt(random.nextInt(13));
        bytes[at] = other;
      }
      Preview preview = preview(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
      for (Preview.Line line : preview.lines()) {
        // Either a transaction, or what is wrong with it.
        assertThat(line.row() == null).isEqualTo(!line.faults().isEmpty());
        assertThat(line.row() == null || requireNonNull(line.row()).base().quantity().signum() > 0)
            .isTrue();
      }
    }
  }
}
