package dev.penstock.transactions.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The arithmetic of the ledger. Quantities and money have at most 38 digits, 18 of them after the
 * point; what must be divided is rounded half to even at the 18th, and whoever divides keeps the
 * remainder, so that sums are exact.
 */
public final class Exact {
  /** Digits after the point. */
  public static final int SCALE = 18;

  /** Digits in all. */
  public static final int DIGITS = 38;

  private Exact() {}

  /** Whether a number as it was written fits; zeros at its end do not count. */
  public static boolean fits(BigDecimal number) {
    if (number.scale() <= SCALE && number.scale() >= 0 && number.precision() <= DIGITS) {
      return true;
    }
    BigDecimal bare = number.stripTrailingZeros();
    int before = Math.max(0, bare.precision() - bare.scale());
    int after = Math.max(0, bare.scale());
    return after <= SCALE && before + after <= DIGITS;
  }

  /**
   * What {@code part} of {@code whole} gets of an amount.
   *
   * @param whole above zero
   */
  public static BigDecimal share(BigDecimal amount, BigDecimal part, BigDecimal whole) {
    if (part.compareTo(whole) == 0) {
      return amount;
    }
    return amount.signum() == 0
        ? BigDecimal.ZERO
        : amount.multiply(part).divide(whole, SCALE, RoundingMode.HALF_EVEN);
  }

  /** A quantity at a price, rounded to the ledger's scale. */
  public static BigDecimal worth(BigDecimal quantity, BigDecimal price) {
    BigDecimal worth = quantity.multiply(price);
    return worth.scale() > SCALE ? worth.setScale(SCALE, RoundingMode.HALF_EVEN) : worth;
  }

  /** As people write it: no exponent, no zeros at the end. */
  public static String text(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
