package dev.penstock.raster.measure;

import java.util.Arrays;
import java.util.List;

/** A part of a formula. */
sealed interface Node {

  /** The results for a batch of pixels, in an array that is the caller's. */
  double[] evaluate(List<double[]> columns, int count);

  /** A number. */
  record Constant(double value) implements Node {
    @Override
    public double[] evaluate(List<double[]> columns, int count) {
      double[] all = new double[count];
      Arrays.fill(all, value);
      return all;
    }
  }

  /** A band. */
  record Name(int column) implements Node {
    @Override
    public double[] evaluate(List<double[]> columns, int count) {
      return columns.get(column).clone();
    }
  }

  /** A function of one number. */
  record Unary(Operation operation, Node of) implements Node {
    @Override
    public double[] evaluate(List<double[]> columns, int count) {
      double[] x = of.evaluate(columns, count);
      operation.apply(x, x);
      return x;
    }
  }

  /** A function of two numbers. */
  record Binary(Operation operation, Node left, Node right) implements Node {
    @Override
    public double[] evaluate(List<double[]> columns, int count) {
      double[] x = left.evaluate(columns, count);
      operation.apply(x, right.evaluate(columns, count));
      return x;
    }
  }

  /** One of two numbers. */
  record Choice(Node condition, Node then, Node otherwise) implements Node {
    @Override
    public double[] evaluate(List<double[]> columns, int count) {
      double[] condition = this.condition.evaluate(columns, count);
      double[] x = then.evaluate(columns, count);
      double[] y = otherwise.evaluate(columns, count);
      for (int i = 0; i < count; i++) {
        if (Double.isNaN(condition[i])) {
          x[i] = Double.NaN;
        } else if (condition[i] == 0) {
          x[i] = y[i];
        }
      }
      return x;
    }
  }
}
