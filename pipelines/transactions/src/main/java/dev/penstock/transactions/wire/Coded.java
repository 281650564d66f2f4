package dev.penstock.transactions.wire;

import java.util.function.IntFunction;

/**
 * Constants of enumerations as numbers. Their order is part of the form in which things are kept:
 * new constants go to the end.
 */
public final class Coded {
  private Coded() {}

  /** The number of a constant. */
  @SuppressWarnings("EnumOrdinal") // a byte for each is the point; the tests hold the order
  public static int of(Enum<?> constant) {
    return constant.ordinal();
  }

  /** Gives the constant of a number, without making an array each time. */
  public static <E extends Enum<E>> IntFunction<E> by(Class<E> type) {
    E[] all = type.getEnumConstants();
    return number -> all[number];
  }
}
