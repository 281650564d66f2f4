package dev.penstock.ndvi.scene;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scene that is to be read: which files, which bands of them, and what their numbers mean.
 *
 * @param classification the file of classes; null without one
 */
public record SceneOrder(Facts facts, List<Band> bands, @Nullable String classification) {
  public SceneOrder {
    bands = List.copyOf(bands);
  }

  /**
   * What is known of a scene.
   *
   * @param key what all processings of it have in common
   * @param item its id in the catalogue
   * @param time when it was taken, in milliseconds since 1970
   * @param processed grows with each processing
   * @param cloud cover of the whole scene in percent, as the catalogue says; -1: it does not
   * @param offset units added to the numbers of its bands
   * @param evidence why that offset
   */
  public record Facts(
      String key,
      String item,
      String collection,
      long time,
      String processed,
      double cloud,
      int offset,
      String evidence) {}

  /**
   * A band.
   *
   * @param name as indices use it
   * @param band number in the file, from 0
   * @param meaning of its numbers; null: as the file says
   */
  public record Band(String name, String href, int band, @Nullable Meaning meaning) {}

  /** {@code scale} times the number plus {@code offset}, at least {@code floor}. */
  public record Meaning(double scale, double offset, double floor) {}
}
