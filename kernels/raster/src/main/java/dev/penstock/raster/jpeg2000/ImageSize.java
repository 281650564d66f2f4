package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the marker segment SIZ says: the image on its reference grid, how it is cut into tiles, and
 * what its samples are.
 *
 * @param image where pixels are; the upper left corner need not be 0, 0
 * @param tileX left edge of the first column of tiles
 * @param tileY upper edge of the first row of tiles
 * @param tileWidth of all tiles, but those at the edges are cut by the image
 * @param components one for each band
 */
public record ImageSize(
    Rect image,
    int tileX,
    int tileY,
    int tileWidth,
    int tileHeight,
    List<ImageSize.Component> components) {
  private static final int MOST_COMPONENTS = 1024;
  private static final int MOST_TILES = 65535;
  private static final int MOST_BITS = 24;

  /**
   * What the samples of a band are.
   *
   * @param bits 1 to 24
   */
  public record Component(int bits, boolean signed) {}

  static ImageSize read(Segment segment) throws RasterException {
    segment.u16(); // Which parts of the standard are needed; what we cannot read shows elsewhere.
    int right = segment.size();
    int bottom = segment.size();
    Rect image = new Rect(segment.size(), segment.size(), right, bottom);
    long tileWidth = segment.u32();
    long tileHeight = segment.u32();
    int tileX = segment.size();
    int tileY = segment.size();
    ImageSize size =
        new ImageSize(
            image,
            tileX,
            tileY,
            (int) Math.min(1 << 30, tileWidth),
            (int) Math.min(1 << 30, tileHeight),
            components(segment));
    size.check();
    return size;
  }

  private static List<Component> components(Segment segment) throws RasterException {
    int count = segment.u16();
    if (count == 0 || count > MOST_COMPONENTS) {
      throw Defects.tooLarge("%d bands.".formatted(count));
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int depth = segment.u8();
      Component component = new Component((depth & 0x7f) + 1, (depth & 0x80) != 0);
      if (component.bits() > MOST_BITS) {
        throw Defects.unsupported("Samples of %d bits.".formatted(component.bits()));
      }
      int across = segment.u8();
      int down = segment.u8();
      if (across != 1 || down != 1) {
        throw Defects.unsupported("Bands that are coarser than the image's grid.");
      }
      components.add(component);
    }
    return List.copyOf(components);
  }

  private void check() throws RasterException {
    boolean reached =
        tileX <= image.x0()
            && tileY <= image.y0()
            && (long) tileX + tileWidth > image.x0()
            && (long) tileY + tileHeight > image.y0();
    if (image.empty() || tileWidth == 0 || tileHeight == 0 || !reached) {
      throw Defects.malformed("An image without pixels, or whose tiles do not cover it.");
    }
    if ((long) columns() * rows() > MOST_TILES) {
      throw Defects.tooLarge("An image of %d x %d tiles.".formatted(columns(), rows()));
    }
  }

  /** Tiles side by side. */
  public int columns() {
    return (int) (((long) image.x1() - tileX + tileWidth - 1) / tileWidth);
  }

  /** Tiles one below the other. */
  public int rows() {
    return (int) (((long) image.y1() - tileY + tileHeight - 1) / tileHeight);
  }

  /** Number of tiles. */
  public int tiles() {
    return columns() * rows();
  }

  /** Where the pixels of a tile are; tiles count from 0, row by row. */
  public Rect tile(int tile) {
    long left = tileX + (long) (tile % columns()) * tileWidth;
    long top = tileY + (long) (tile / columns()) * tileHeight;
    return new Rect(
        (int) Math.max(image.x0(), left),
        (int) Math.max(image.y0(), top),
        (int) Math.min(image.x1(), left + tileWidth),
        (int) Math.min(image.y1(), top + tileHeight));
  }
}
