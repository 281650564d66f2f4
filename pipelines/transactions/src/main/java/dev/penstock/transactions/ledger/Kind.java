package dev.penstock.transactions.ledger;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a transaction is. The list is small; exports have many words for the same. */
public enum Kind {
  BUY(Effect.BUY, "purchase", "bought", "trade_buy"),
  SELL(Effect.SELL, "sale", "sold", "trade_sell"),
  /** By the sign of its base amount a buy or a sell; {@link #directed} says which. */
  TRADE(Effect.BUY, "swap", "exchange", "convert", "conversion", "fill"),
  DEPOSIT(Effect.MOVE_IN, "receive", "received", "in", "transfer_in"),
  WITHDRAWAL(Effect.MOVE_OUT, "withdraw", "send", "sent", "out", "transfer_out"),
  /** By the sign of its base amount a deposit or a withdrawal. */
  TRANSFER(Effect.MOVE_IN, "move", "internal"),
  INCOME(Effect.INCOME, "salary", "wages", "payment_received"),
  STAKING(Effect.INCOME, "staking_reward", "stake_reward", "staking reward", "unstake_reward"),
  INTEREST(Effect.INCOME, "lending", "interest_payment", "earn"),
  DIVIDEND(Effect.INCOME, "distribution"),
  MINING(Effect.INCOME, "mined", "mining_reward"),
  AIRDROP(Effect.INCOME, "air_drop"),
  FORK(Effect.INCOME, "hard_fork", "hardfork"),
  REWARD(Effect.INCOME, "bonus", "referral", "cashback", "rebate", "fee_rebate", "learn"),
  GIFT_RECEIVED(Effect.RECEIVE, "gift_in", "gift-received", "gift received"),
  OPENING(Effect.OPENING, "opening_balance", "opening_position", "initial"),
  LOAN(Effect.RECEIVE, "loan_received", "borrow"),
  GIFT(Effect.GIVE, "gift_out", "gift_sent", "gift-sent"),
  DONATION(Effect.GIVE, "donate", "charity", "charity-sent", "donated"),
  SPEND(Effect.GIVE, "payment", "spent", "pay"),
  LOAN_REPAYMENT(Effect.GIVE, "repay", "repayment", "loan-repayment"),
  LOAN_INTEREST(Effect.GIVE, "loan-interest", "margin_interest"),
  FEE(Effect.GIVE, "commission", "network_fee", "gas", "margin_fee"),
  LOSS(Effect.LOSE, "lost", "stolen", "theft", "hack");

  /** What a kind does. */
  public enum Effect {
    /** The base asset comes for the quote asset. */
    BUY,
    /** The base asset goes for the quote asset. */
    SELL,
    /** The base asset comes and is income at its value. */
    INCOME,
    /** The base asset comes at its value, which is no income. */
    RECEIVE,
    /** The base asset was there before the first row, at a cost that the row names. */
    OPENING,
    /** The base asset goes, at its value. */
    GIVE,
    /** The base asset goes for nothing. */
    LOSE,
    MOVE_IN,
    MOVE_OUT
  }

  private static final Kind[] ALL = values();
  private static final Map<String, Kind> WORDS = new HashMap<>();

  static {
    for (Kind kind : values()) {
      WORDS.put(kind.word(), kind);
      Arrays.stream(kind.others).forEach(word -> WORDS.put(folded(word), kind));
    }
  }

  private final Effect effect;

  @SuppressWarnings("ImmutableEnumChecker") // nobody else has it
  private final String[] others;

  Kind(Effect effect, String... others) {
    this.effect = effect;
    this.others = others;
  }

  /** The kind of a number, which is its place here: new kinds go to the end. */
  public static Kind coded(int number) {
    return ALL[number];
  }

  public Effect effect() {
    return effect;
  }

  /** The word of the API: {@code loan_repayment}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the base asset comes in. */
  public boolean incoming() {
    return switch (effect) {
      case BUY, INCOME, RECEIVE, OPENING, MOVE_IN -> true;
      case SELL, GIVE, LOSE, MOVE_OUT -> false;
    };
  }

  /** The kind that a row really is, once the sign of its base amount is known. */
  public Kind directed(int sign) {
    return switch (this) {
      case TRADE -> sign < 0 ? SELL : BUY;
      case TRANSFER -> sign < 0 ? WITHDRAWAL : DEPOSIT;
      default -> this;
    };
  }

  /** The kind that a word of an export means. */
  public static Optional<Kind> of(String word) {
    return Optional.ofNullable(WORDS.get(folded(word)));
  }

  private static String folded(String word) {
    return word.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }
}
