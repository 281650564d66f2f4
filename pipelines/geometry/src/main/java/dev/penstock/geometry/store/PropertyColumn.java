package dev.penstock.geometry.store;

/**
 * A property name seen in a batch and the kinds of values it had, {@code null}s aside. A store that
 * has columns derives the narrowest type that takes them all; text takes everything.
 */
public record PropertyColumn(
    String name, boolean wholes, boolean decimals, boolean flags, boolean texts, boolean nested) {
  /** The same name, with the kinds of both. */
  public PropertyColumn with(PropertyColumn that) {
    return new PropertyColumn(
        name,
        wholes || that.wholes,
        decimals || that.decimals,
        flags || that.flags,
        texts || that.texts,
        nested || that.nested);
  }
}
