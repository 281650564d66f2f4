package dev.penstock.transactions.reconcile;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Finds which withdrawal arrived as which deposit in another wallet. The same transaction hash
 * decides, and so does what a person has linked; else the amounts and the time between give a
 * score, the best pair is taken first, and pairs that nothing tells apart are left to a person.
 */
public final class TransferMatcher {
  private static final long BEFORE = Duration.ofMinutes(5).toMillis();
  private static final long AFTER = Duration.ofDays(2).toMillis();
  private static final BigDecimal ONE_PERCENT = new BigDecimal("0.01");

  /** Deposits looked at for one withdrawal; a wallet with more in two days is no person's. */
  private static final int CANDIDATES = 200;

  /**
   * A pair.
   *
   * @param score from 0 to 1
   * @param reason for people
   */
  public record Pair(Transfer out, Transfer in, double score, String reason) {}

  /** What was found, in a fixed order. */
  public record Found(List<Pair> pairs, List<Pair> ambiguous, List<Transfer> alone) {}

  private final List<Transfer> outs;
  private final List<Transfer> ins;
  private final UnaryOperator<String> linked;

  /**
   * A matcher for one asset.
   *
   * @param linked the row that a person has linked a row to, or the empty text
   */
  public TransferMatcher(List<Transfer> outs, List<Transfer> ins, UnaryOperator<String> linked) {
    this.outs = sorted(outs);
    this.ins = sorted(ins);
    this.linked = linked;
  }

  private static List<Transfer> sorted(List<Transfer> transfers) {
    return transfers.stream()
        .sorted(Comparator.comparingLong(Transfer::at).thenComparing(Transfer::row))
        .toList();
  }

  public Found run() {
    List<Pair> candidates = candidates();
    candidates.sort(
        Comparator.comparingDouble(Pair::score)
            .reversed()
            .thenComparing(pair -> pair.out().row())
            .thenComparing(pair -> pair.in().row()));
    Map<String, Integer> rivals = new HashMap<>();
    candidates.forEach(
        pair -> {
          rivals.merge(rival(pair.out(), pair), 1, Integer::sum);
          rivals.merge(rival(pair.in(), pair), 1, Integer::sum);
        });
    var taken = new HashSet<String>();
    var pairs = new ArrayList<Pair>();
    var ambiguous = new ArrayList<Pair>();
    for (Pair pair : candidates) {
      if (taken.contains(pair.out().row()) || taken.contains(pair.in().row())) {
        continue;
      }
      boolean tied =
          pair.score() < 1
              && (rivals.getOrDefault(rival(pair.out(), pair), 0) > 1
                  || rivals.getOrDefault(rival(pair.in(), pair), 0) > 1);
      (tied ? ambiguous : pairs).add(pair);
      if (!tied) {
        taken.add(pair.out().row());
        taken.add(pair.in().row());
      }
    }
    return new Found(pairs, ambiguous, alone(taken));
  }

  private static String rival(Transfer end, Pair pair) {
    return end.row() + " " + pair.score();
  }

  private List<Transfer> alone(Set<String> taken) {
    var alone = new ArrayList<Transfer>();
    outs.stream().filter(out -> !taken.contains(out.row())).forEach(alone::add);
    ins.stream().filter(in -> !taken.contains(in.row())).forEach(alone::add);
    return alone;
  }

  private List<Pair> candidates() {
    var candidates = new ArrayList<Pair>();
    Map<String, List<Transfer>> byHash = new HashMap<>();
    Map<String, Transfer> byRow = new HashMap<>();
    for (Transfer in : ins) {
      byRow.put(in.row(), in);
      if (!in.txHash().isEmpty()) {
        byHash.computeIfAbsent(in.txHash(), hash -> new ArrayList<>()).add(in);
      }
    }
    int first = 0;
    for (Transfer out : outs) {
      while (first < ins.size() && ins.get(first).at() < out.at() - BEFORE) {
        first++;
      }
      Transfer said = byRow.get(linked.apply(out.row()));
      if (said != null) {
        candidates.add(new Pair(out, said, 2, "linked by a person"));
        continue;
      }
      for (Transfer in : byHash.getOrDefault(out.txHash(), List.of())) {
        if (!in.wallet().equals(out.wallet())) {
          candidates.add(new Pair(out, in, 1, "the same transaction hash"));
        }
      }
      near(out, first, candidates);
    }
    return candidates;
  }

  private void near(Transfer out, int first, List<Pair> candidates) {
    int end = Math.min(ins.size(), first + CANDIDATES);
    for (int i = first; i < end && ins.get(i).at() <= out.at() + AFTER; i++) {
      Transfer in = ins.get(i);
      boolean otherHashes = !in.txHash().isEmpty() && !out.txHash().isEmpty();
      if (in.wallet().equals(out.wallet()) || otherHashes) {
        continue;
      }
      BigDecimal lost = out.quantity().subtract(in.quantity());
      BigDecimal part = lost.divide(out.quantity(), MathContext.DECIMAL32);
      if (part.signum() >= 0 && part.compareTo(ONE_PERCENT) <= 0) {
        candidates.add(new Pair(out, in, score(out, in, part), reason(out, in, lost)));
      }
    }
  }

  private static double score(Transfer out, Transfer in, BigDecimal part) {
    double same = 1 - part.doubleValue() / ONE_PERCENT.doubleValue();
    double soon = 1 - (double) Math.abs(in.at() - out.at()) / AFTER;
    return 0.95 * (0.6 * same + 0.4 * soon);
  }

  private static String reason(Transfer out, Transfer in, BigDecimal lost) {
    long minutes = Math.abs(in.at() - out.at()) / 60_000;
    return lost.signum() == 0
        ? "the same amount, %d minutes apart".formatted(minutes)
        : "%s less arrived, %d minutes apart".formatted(lost.toPlainString(), minutes);
  }
}
