package dev.penstock.raster.tiff;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.pixel.Georeference;
import dev.penstock.raster.pixel.Nodata;
import dev.penstock.raster.pixel.SampleType;
import dev.penstock.raster.source.RangeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the directories of a file say, once they are read.
 *
 * @param levels full resolution and overviews, large to small
 * @param masks of any of the levels
 * @param scales one for each band
 * @param offsets one for each band
 */
record Layout(
    List<Image> levels,
    List<Image> masks,
    Optional<Georeference> georeference,
    Optional<Nodata> nodata,
    double[] scales,
    double[] offsets) {
  private static final int REDUCED = 1;
  private static final int MASK = 4;

  static Layout read(RangeSource source, TiffLimits limits)
      throws RasterException, InterruptedException {
    TiffBytes file = new TiffBytes(source, limits);
    List<Directory> directories = new Directories(file, limits).read();
    Directory first = directories.getFirst();
    Image full = new ImageReader(first).read(0);
    List<Image> levels = new ArrayList<>(List.of(full));
    List<Image> masks = new ArrayList<>();
    for (int i = 1; i < directories.size(); i++) {
      int kind = directories.get(i).number(Tag.SUBFILE, 0, 0xff);
      if ((kind & MASK) != 0) {
        mask(directories.get(i), i).ifPresent(masks::add);
      } else if ((kind & REDUCED) != 0) {
        Image overview = new ImageReader(directories.get(i)).read(i);
        if (overview.reduces(full)) {
          levels.add(overview);
        }
      }
    }
    // The full resolution stays first, also before an overview of its size.
    levels.subList(1, levels.size()).sort(Comparator.comparingInt(level -> -level.grid().width()));
    String metadata = first.text(Tag.GDAL_METADATA);
    return new Layout(
        List.copyOf(levels),
        List.copyOf(masks),
        GeoKeys.read(first),
        Nodata.parse(first.text(Tag.GDAL_NODATA), full.packing().type()),
        GdalMetadata.numbers(metadata, "scale", full.bands(), 1),
        GdalMetadata.numbers(metadata, "offset", full.bands(), 0));
  }

  private static Optional<Image> mask(Directory directory, int number)
      throws RasterException, InterruptedException {
    Image mask = new ImageReader(directory).read(number);
    return Optional.of(mask).filter(m -> m.bands() == 1 && m.packing().type() == SampleType.U8);
  }
}
