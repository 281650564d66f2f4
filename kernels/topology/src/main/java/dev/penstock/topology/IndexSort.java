package dev.penstock.topology;

/** Sorts indices by what they stand for: a stable merge sort without objects. Not thread-safe. */
final class IndexSort {
  /** Whether one index comes before another. */
  interface Order {
    /** Negative, 0 or positive, as in a comparator. */
    int compare(int a, int b);
  }

  private static final int RUN = 8;

  private int[] scratch = new int[0];

  void sort(int[] indices, int count, Order order) {
    for (int from = 0; from < count; from += RUN) {
      insert(indices, from, Math.min(from + RUN, count), order);
    }
    if (count > RUN && scratch.length < count) {
      scratch = new int[count];
    }
    for (int width = RUN; width < count && width > 0; width <<= 1) {
      for (int from = 0; from < count - width; from += 2 * width) {
        merge(indices, from, from + width, Math.min(from + 2 * width, count), order);
      }
    }
  }

  private static void insert(int[] indices, int from, int to, Order order) {
    for (int i = from + 1; i < to; i++) {
      int moved = indices[i];
      int k = i;
      while (k > from && order.compare(indices[k - 1], moved) > 0) {
        indices[k] = indices[k - 1];
        k--;
      }
      indices[k] = moved;
    }
  }

  private void merge(int[] indices, int from, int middle, int to, Order order) {
    if (order.compare(indices[middle - 1], indices[middle]) <= 0) {
      return;
    }
    int left = middle - from;
    System.arraycopy(indices, from, scratch, 0, left);
    int a = 0;
    int b = middle;
    int out = from;
    while (a < left && b < to) {
      indices[out++] = order.compare(scratch[a], indices[b]) <= 0 ? scratch[a++] : indices[b++];
    }
    System.arraycopy(scratch, a, indices, out, left - a);
  }
}
