package dev.penstock.server.config;

import java.util.Optional;

/**
 * Where scenes are looked for when nobody says where.
 *
 * @param catalogue URL of a STAC catalogue; empty: nowhere
 * @param collections of it, with commas between them; empty: all
 */
public record SceneSource(Optional<String> catalogue, String collections) {
  /** Nowhere. */
  public static final SceneSource NOWHERE = new SceneSource(Optional.empty(), "");

  static SceneSource of(EffectiveConfig config) {
    String catalogue = config.text(Settings.STAC);
    String collections = config.text(Settings.COLLECTIONS);
    return new SceneSource(
        catalogue.equals(Outside.NONE) ? Optional.empty() : Optional.of(catalogue),
        collections.equals("all") ? "" : collections);
  }
}
