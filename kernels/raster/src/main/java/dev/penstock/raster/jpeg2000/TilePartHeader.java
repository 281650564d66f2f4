package dev.penstock.raster.jpeg2000;

import dev.penstock.raster.RasterException;

/** The marker segments before the packets of a part of a tile. */
final class TilePartHeader {
  private TilePartHeader() {}

  /**
   * Reads them into what is known.
   *
   * @return where the packets begin
   */
  static int read(byte[] bytes, int from, int end, Parameters parameters) throws RasterException {
    int at = from;
    while (at + 2 <= end) {
      int marker = Segment.u16(bytes, at);
      if (marker == Marker.SOD) {
        return at + 2;
      }
      int next = at + 2 + (at + 4 <= end ? Segment.u16(bytes, at + 2) : 0);
      if (marker < Marker.SOC || next < at + 4 || next > end) {
        throw Defects.malformed("The header of a tile does not end.");
      }
      parameters.read(marker, new Segment(bytes, at + 4, next));
      at = next;
    }
    throw Defects.malformed("The header of a tile does not end.");
  }
}
