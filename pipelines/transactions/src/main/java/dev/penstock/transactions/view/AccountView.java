package dev.penstock.transactions.view;

import dev.penstock.transactions.book.BalanceSheet;
import dev.penstock.transactions.book.Facts;
import dev.penstock.transactions.book.Holdings;
import dev.penstock.transactions.book.IncomeTable;
import dev.penstock.transactions.book.Issue;
import dev.penstock.transactions.book.Mark;
import dev.penstock.transactions.book.MatchRecords;
import dev.penstock.transactions.book.PoolSums;
import dev.penstock.transactions.gains.GainTable;
import dev.penstock.transactions.ledger.Leg;
import dev.penstock.transactions.lots.Disallowed;
import dev.penstock.transactions.lots.Method;
import dev.penstock.transactions.lots.Rules;
import dev.penstock.transactions.rows.Records;
import dev.penstock.transactions.rows.RowBlock;
import dev.penstock.transactions.store.Generation;
import dev.penstock.transactions.store.LedgerStore.Part;
import dev.penstock.transactions.wire.Unpack;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One generation of an account, as readers see it. Thread-safe. */
public final class AccountView {
  /** Events of a block of a pool. */
  public static final int EVENTS = 4_096;

  /** Blocks of rows between two snapshots of all balances. */
  public static final int SNAPSHOT = 16;

  private final Generation generation;
  private final Facts facts;
  private final Blocks blocks;
  private final Map<String, Part> named = new HashMap<>();
  private final Rows rows;

  public AccountView(Generation generation, Blocks blocks) {
    this.generation = generation;
    this.facts = Facts.unpack(generation.facts());
    this.blocks = blocks;
    generation.parts().forEach(part -> named.put(part.kind() + " " + part.name(), part));
    this.rows = new Rows(generation.parts("rows"), this);
  }

  /** What the marks of a block of rows are called. */
  public static String marksOf(Part rows) {
    return "%012d".formatted(rows.id());
  }

  /** What the results of a pool are called. */
  public static String poolOf(Method method, String asset) {
    return method.word() + " " + asset;
  }

  /** What a stage wrote into a note, behind the sum of the block. */
  public static Unpack note(Part part) {
    var in = new Unpack(part.note());
    in.skip(8);
    return in;
  }

  public Generation generation() {
    return generation;
  }

  public Facts facts() {
    return facts;
  }

  /** The methods whose gains it has. */
  public List<Method> methods() {
    return facts.methods().stream().map(word -> Method.of(word).orElseThrow()).toList();
  }

  /** The rules by which a method's gains were computed, as far as readers need them. */
  public Rules rules(Method method) {
    var basis = facts.basis();
    return new Rules(
        method,
        basis.perWallet(),
        Rules.MissingBasis.ZERO,
        ZoneId.of(basis.zone()),
        MonthDay.parse("--" + basis.yearStart()));
  }

  /** The rows. */
  public Rows rows() {
    return rows;
  }

  byte[] read(Part part) throws IOException {
    return blocks.read(part);
  }

  Optional<Part> part(String kind, String name) {
    return Optional.ofNullable(named.get(kind + " " + name));
  }

  private byte[] bytes(String kind, String name) throws IOException {
    Optional<Part> part = part(kind, name);
    return part.isPresent() ? read(part.get()) : new byte[0];
  }

  /** Realised gains; empty when the method is not published. */
  public Optional<GainTable> gains(Method method) throws IOException {
    Optional<Part> part = part("gains", method.word());
    return part.isPresent()
        ? Optional.of(PoolSums.gains(new Unpack(read(part.get()))))
        : Optional.empty();
  }

  /** Losses that do not count because the same was bought again, by year. */
  public SortedMap<Integer, BigDecimal> disallowed(Method method) throws IOException {
    var in = new Unpack(bytes("gains", method.word()));
    if (!in.more()) {
      return new TreeMap<>();
    }
    PoolSums.gains(in);
    return PoolSums.years(in);
  }

  /** The flags of a pool, by the index of the disposal. */
  Map<Integer, Disallowed> flags(String pool) throws IOException {
    return MatchRecords.flags(bytes("flags", pool));
  }

  public IncomeTable income() throws IOException {
    byte[] bytes = bytes("income", "all");
    return bytes.length == 0 ? new IncomeTable() : IncomeTable.unpack(bytes);
  }

  public Holdings holdings(Method method) throws IOException {
    return Holdings.unpack(bytes("holdings", method.word()));
  }

  public List<Issue> issues() throws IOException {
    return Issue.all(bytes("issues", "all"));
  }

  /** What a pool came to. */
  public Optional<PoolSums> pool(Method method, String asset) throws IOException {
    Optional<Part> part = part("pool", poolOf(method, asset));
    return part.isPresent() ? Optional.of(PoolSums.unpack(read(part.get()))) : Optional.empty();
  }

  /** What a row used, and what it cost, by a method. */
  public List<Disposal> disposals(Seen row, Method method) throws IOException {
    return new Disposals(this, method).of(row);
  }

  /** All balances, behind the last row. */
  public BalanceSheet balances() throws IOException {
    return BalanceSheet.unpack(bytes("balances", "end"));
  }

  /** All balances behind the last row before a moment. */
  public BalanceSheet balances(long before) throws IOException {
    int block = rows.blockBefore(before);
    if (block < 0) {
      return new BalanceSheet();
    }
    int snapshot = block / SNAPSHOT * SNAPSHOT;
    BalanceSheet sheet = BalanceSheet.unpack(bytes("balances", "%08d".formatted(snapshot)));
    var in = new Unpack(new byte[0]);
    for (int i = snapshot; i <= block; i++) {
      RowBlock some = rows.block(i);
      Unpack marks = rows.marks(i, 0);
      for (int n = 0; n < some.rows(); n++) {
        boolean dropped = Mark.read(marks).dropped();
        if (!dropped && Records.time(some.bytes(), some.from(n)) < before) {
          var row = Records.transaction(in.over(some.bytes(), some.from(n), some.to(n)));
          for (Leg leg : row.legs()) {
            sheet.add(leg);
          }
        }
      }
    }
    return sheet;
  }
}
