package dev.penstock.geojson;

/**
 * The document cannot be cut any further. Items yielded before stay true ranges, but they are not
 * the whole document.
 *
 * @param rule the broken rule, which gives the code
 * @param message what was found, in one sentence
 * @param offset in the uncompressed payload
 */
public record CutFailure(Rule rule, String message, long offset) implements Cut {

  /** The stable code of the rule. */
  public String code() {
    return rule.code();
  }
}
