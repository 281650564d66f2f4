package dev.penstock.raster.measure;

import dev.penstock.raster.Fault;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.pixel.Georeference;
import dev.penstock.raster.pixel.Nodata;
import dev.penstock.raster.pixel.Raster;
import dev.penstock.raster.pixel.Samples;
import dev.penstock.raster.pixel.Scaling;
import dev.penstock.raster.pixel.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bands that are wanted of one open file. */
final class Layer {
  private final Raster file;
  private final List<Wanted> wanted = new ArrayList<>();

  private record Wanted(String name, int band, Optional<Reflectance> reflectance) {}

  Layer(Raster file) {
    this.file = file;
  }

  Raster file() {
    return file;
  }

  void add(String name, int band, Optional<Reflectance> reflectance) {
    wanted.add(new Wanted(name, band, reflectance));
  }

  static Georeference place(Raster file) throws RasterException {
    return file.georeference()
        .orElseThrow(
            () -> new RasterException(Fault.NOT_PLACED, "A raster does not tell where it lies."));
  }

  /** What the bands show at the target's pixels; NaN where they show nothing. */
  Map<String, Field.Column> read(SceneReader.Target target)
      throws RasterException, InterruptedException {
    Georeference own = place(file);
    if (!own.epsg().equals(target.at().epsg())) {
      throw new RasterException(
          Fault.NOT_PLACED,
          "The files of the scene lie in different coordinate systems: EPSG %s and %s."
              .formatted(own.epsg(), target.at().epsg()));
    }
    Window image = file.levels().getFirst();
    Resampling resampling = new Resampling(own.affine(), image, target.at().affine());
    Window needed = resampling.needed(target.window());
    Map<String, Field.Column> columns = new HashMap<>();
    for (Wanted band : wanted) {
      if (band.band() >= file.bands()) {
        throw new RasterException(
            Fault.UNSUPPORTED,
            "A file of %d bands was asked for band %d.".formatted(file.bands(), band.band() + 1));
      }
    }
    List<Samples> samples =
        needed.empty()
            ? List.of()
            : file.read(0, wanted.stream().map(Wanted::band).toList(), needed);
    Optional<Samples> mask = needed.empty() ? Optional.empty() : file.mask(0, needed);
    for (int i = 0; i < wanted.size(); i++) {
      double[] raw = samples.isEmpty() ? new double[0] : raw(samples.get(i), mask);
      boolean same = own.affine().equals(target.at().affine()) && needed.equals(target.window());
      double[] filled = same ? raw : resampling.fill(target.window(), needed, raw, Double.NaN);
      columns.put(wanted.get(i).name(), column(filled, wanted.get(i)));
    }
    return columns;
  }

  private double[] raw(Samples samples, Optional<Samples> mask) {
    double[] values = samples.values();
    Optional<Nodata> nodata = file.nodata();
    if (nodata.isPresent()) {
      Nodata nothing = nodata.get();
      for (int i = 0; i < values.length; i++) {
        values[i] = nothing.is(values[i]) ? Double.NaN : values[i];
      }
    }
    if (mask.isPresent()) {
      byte[] counts = mask.get().bytes();
      for (int i = 0; i < values.length; i++) {
        values[i] = counts[i] == 0 ? Double.NaN : values[i];
      }
    }
    return values;
  }

  private static Reflectance told(Scaling scaling) {
    return new Reflectance(scaling.scale(), scaling.offset(), Double.NEGATIVE_INFINITY);
  }

  private Field.Column column(double[] raw, Wanted band) {
    Reflectance reflectance = band.reflectance().orElseGet(() -> told(file.scaling(band.band())));
    boolean[] floored = new boolean[raw.length];
    double[] values = Arrays.copyOf(raw, raw.length);
    for (int i = 0; i < values.length; i++) {
      double value = raw[i] * reflectance.scale() + reflectance.offset();
      floored[i] = value < reflectance.floor();
      values[i] = floored[i] ? reflectance.floor() : value;
    }
    return new Field.Column(values, floored);
  }
}
