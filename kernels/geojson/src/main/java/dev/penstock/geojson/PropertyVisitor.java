package dev.penstock.geojson;

/** Is shown the members of a feature's {@code properties}, in order. */
@FunctionalInterface
public interface PropertyVisitor {

  /**
   * One member. The bytes {@code [from, to)} of the buffer given to the reader are the value as
   * written, quotes included.
   *
   * @param name decoded; equal names of one reader are usually the same object
   */
  void property(String name, JsonKind kind, int from, int to);
}
