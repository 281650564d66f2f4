package dev.penstock.raster.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A formula over bands, as in {@code (nir - red) / (nir + red)}. It can compute and nothing else:
 * no loops, no names but those of bands. Immutable and thread-safe.
 *
 * <p>Numbers, names of bands, {@code + - * / ^}, comparisons that give 1 or 0, brackets, and the
 * functions abs, sqrt, log, exp, min, max, clamp(x, low, high) and where(condition, then,
 * otherwise).
 */
public final class Expression {
  private static final int BATCH = 2048;

  private final String text;
  private final List<String> names;
  private final Node root;

  Expression(String text, List<String> names, Node root) {
    this.text = text;
    this.names = List.copyOf(names);
    this.root = root;
  }

  /** What a formula's text turns out to be. */
  public sealed interface Parsed {}

  /** It is one. */
  public record Formula(Expression expression) implements Parsed {}

  /**
   * It is none.
   *
   * @param message one sentence for the user
   * @param at where in the text, from 0
   */
  public record Refused(String message, int at) implements Parsed {}

  /** Reads a formula from outside. */
  public static Parsed parse(String text) {
    return ExpressionParser.parse(text);
  }

  /**
   * A formula that is known to be one.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Expression of(String text) {
    return switch (parse(text)) {
      case Formula formula -> formula.expression();
      case Refused refused -> throw new IllegalArgumentException(refused.message());
    };
  }

  /** The bands that it needs, in the order in which {@link #evaluate} takes them. */
  public List<String> names() {
    return names;
  }

  /** What it comes to at each of so many pixels; NaN and infinities as they come. */
  public double[] evaluate(List<double[]> columns, int count) {
    double[] results = new double[count];
    List<double[]> batch = new ArrayList<>();
    for (int from = 0; from < count; from += BATCH) {
      int to = Math.min(count, from + BATCH);
      batch.clear();
      for (double[] column : columns) {
        batch.add(Arrays.copyOfRange(column, from, to));
      }
      System.arraycopy(root.evaluate(batch, to - from), 0, results, from, to - from);
    }
    return results;
  }

  @Override
  public String toString() {
    return text;
  }
}
