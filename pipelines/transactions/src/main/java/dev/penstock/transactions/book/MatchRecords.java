package dev.penstock.transactions.book;

import dev.penstock.transactions.lots.Disallowed;
import dev.penstock.transactions.lots.Match;
import dev.penstock.transactions.lots.Term;
import dev.penstock.transactions.wire.Coded;
import dev.penstock.transactions.wire.Pack;
import dev.penstock.transactions.wire.Unpack;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Matches as they are kept. */
public final class MatchRecords {
  private static final IntFunction<Match.Rule> RULES = Coded.by(Match.Rule.class);
  private static final IntFunction<Term> TERMS = Coded.by(Term.class);
  private static final IntFunction<Disallowed.Rule> DISALLOWING = Coded.by(Disallowed.Rule.class);

  private MatchRecords() {}

  public static void pack(Pack pack, Match match) {
    pack.whole(match.disposal()).whole(match.lot() + 1L);
    pack.decimal(match.quantity()).decimal(match.cost()).decimal(match.proceeds());
    pack.u8(Coded.of(match.rule()) << 3 | Coded.of(match.term()) << 1 | (match.known() ? 1 : 0));
  }

  public static void pack(Pack pack, Disallowed flag) {
    pack.whole(flag.disposal()).u8(Coded.of(flag.rule()));
    pack.decimal(flag.replaced()).decimal(flag.loss());
  }

  /** The flags of a pool, by the disposal that they are about. */
  public static Map<Integer, Disallowed> flags(byte[] bytes) {
    var in = new Unpack(bytes);
    var flags = new HashMap<Integer, Disallowed>();
    while (in.more()) {
      int disposal = in.count();
      var rule = DISALLOWING.apply(in.u8());
      flags.put(disposal, new Disallowed(disposal, rule, in.decimal(), in.decimal()));
    }
    return flags;
  }

  public static Match unpack(Unpack in) {
    int disposal = in.count();
    int lot = in.count() - 1;
    var quantity = in.decimal();
    var cost = in.decimal();
    var proceeds = in.decimal();
    int flags = in.u8();
    return new Match(
        disposal,
        lot,
        quantity,
        cost,
        proceeds,
        RULES.apply(flags >> 3),
        TERMS.apply((flags >> 1) & 3),
        (flags & 1) == 1);
  }

  /**
   * The note of a block of matches: its first and last disposal.
   *
   * @param first index of the event
   */
  public record Range(int first, int last) {
    public byte[] pack() {
      return new Pack(16).whole(first).whole(last).toBytes();
    }

    public static Range unpack(Unpack in) {
      return new Range(in.count(), in.count());
    }
  }
}
