package dev.penstock.ndvi.farm;

/**
 * A farm that is kept.
 *
 * @param draft what was said of it last
 * @param version of its boundary, from 1; another boundary makes another version
 */
public record Farm(FarmDraft draft, int version) {
  /** Its id. */
  public String id() {
    return draft.id();
  }
}
