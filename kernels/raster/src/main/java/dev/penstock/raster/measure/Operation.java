package dev.penstock.raster.measure;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a formula can do with one number or with two. */
enum Operation {
  NEGATE(1),
  ABS(1),
  SQRT(1),
  LOG(1),
  EXP(1),
  PLUS(2),
  MINUS(2),
  TIMES(2),
  OVER(2),
  POWER(2),
  MIN(2),
  MAX(2),
  LESS(2),
  LESS_OR_EQUAL(2),
  GREATER(2),
  GREATER_OR_EQUAL(2),
  EQUAL(2),
  NOT_EQUAL(2);

  private final int arguments;

  Operation(int arguments) {
    this.arguments = arguments;
  }

  int arguments() {
    return arguments;
  }

  /** The function of that name. */
  static Optional<Operation> function(String name) {
    return Stream.of(ABS, SQRT, LOG, EXP, MIN, MAX)
        .filter(operation -> operation.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  /** Puts the results into the first array. */
  void apply(double[] x, double[] y) {
    switch (this) {
      // The four that indices are made of, each in a loop of its own that is compiled well.
      case PLUS -> {
        for (int i = 0; i < x.length; i++) {
          x[i] += y[i];
        }
      }
      case MINUS -> {
        for (int i = 0; i < x.length; i++) {
          x[i] -= y[i];
        }
      }
      case TIMES -> {
        for (int i = 0; i < x.length; i++) {
          x[i] *= y[i];
        }
      }
      case OVER -> {
        for (int i = 0; i < x.length; i++) {
          x[i] /= y[i];
        }
      }
      default -> {
        for (int i = 0; i < x.length; i++) {
          x[i] = one(x[i], y[i]);
        }
      }
    }
  }

  private double one(double x, double y) {
    return switch (this) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SQRT -> Math.sqrt(x);
      case LOG -> Math.log(x);
      case EXP -> Math.exp(x);
      case PLUS -> x + y;
      case MINUS -> x - y;
      case TIMES -> x * y;
      case OVER -> x / y;
      case POWER -> Math.pow(x, y);
      case MIN -> Math.min(x, y);
      case MAX -> Math.max(x, y);
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> compared(x, y);
    };
  }

  /** A comparison with nothing is nothing. */
  private double compared(double x, double y) {
    if (Double.isNaN(x) || Double.isNaN(y)) {
      return Double.NaN;
    }
    boolean holds =
        switch (this) {
          case LESS -> x < y;
          case LESS_OR_EQUAL -> x <= y;
          case GREATER -> x > y;
          case GREATER_OR_EQUAL -> x >= y;
          case EQUAL -> x == y;
          default -> x != y;
        };
    return holds ? 1 : 0;
  }
}
