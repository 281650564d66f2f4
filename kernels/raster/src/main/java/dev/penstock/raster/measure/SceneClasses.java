package dev.penstock.raster.measure;

import java.util.List;

/**
 * What the classes of a scene classification mean for a measurement. Classes are numbers from 0 to
 * 63.
 *
 * @param known bit n: class n exists
 * @param nothing bit n: a pixel of class n shows nothing
 * @param clouded bit n: a pixel of class n is cloud, or its shadow, or is hidden otherwise
 */
public record SceneClasses(long known, long nothing, long clouded) {

  /**
   * Sentinel-2's: 0 and 1 are no data and defective; 3 shadow of clouds, 8 and 9 clouds, 10 cirrus.
   * Snow (11) and dark areas (2) count, since fields lie under snow and in the shade of hills.
   */
  public static final SceneClasses SENTINEL_2 =
      of(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), List.of(0, 1), List.of(3, 8, 9, 10));

  /** Classes by number. */
  public static SceneClasses of(List<Integer> known, List<Integer> nothing, List<Integer> clouded) {
    return new SceneClasses(bits(known), bits(nothing), bits(clouded));
  }

  private static long bits(List<Integer> classes) {
    long bits = 0;
    for (int number : classes) {
      if (number < 0 || number > 63) {
        throw new IllegalArgumentException("not a class: " + number);
      }
      bits |= 1L << number;
    }
    return bits;
  }

  /** The same, with another class that hides what lies below it, as 11 for snow. */
  public SceneClasses hiding(int number) {
    return new SceneClasses(known, nothing, clouded | bits(List.of(number)));
  }

  /** What a pixel of that class is. A number that is no class shows nothing. */
  PixelKind kind(int number) {
    long bit = number >= 0 && number < 64 ? 1L << number : 0;
    if ((known & bit) == 0 || (nothing & bit) != 0) {
      return PixelKind.NOTHING;
    }
    return (clouded & bit) != 0 ? PixelKind.CLOUDED : PixelKind.VALID;
  }
}
