package dev.penstock.raster.measure;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.BlockCache;
import dev.penstock.raster.source.RangeSource;
import dev.penstock.raster.source.Together;
import dev.penstock.raster.tiff.Georeference;
import dev.penstock.raster.tiff.RasterFile;
import dev.penstock.raster.tiff.TiffLimits;
import dev.penstock.raster.tiff.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a scene shows of a field: all files at the same time, of each the few blocks that the
 * field touches. The finest band gives the pixels; coarser ones are brought to them. Thread-safe.
 */
public final class SceneReader {
  /** No band can bear this name. */
  private static final String CLASSES = "";

  private final PixelRule rule;
  private final @Nullable BlockCache<byte[]> cache;

  /**
   * @param cache where blocks are shared with other fields; null for none
   */
  public SceneReader(PixelRule rule, @Nullable BlockCache<byte[]> cache) {
    this.rule = rule;
    this.cache = cache;
  }

  /**
   * Reads the named bands, and the classification if the scene has one.
   *
   * @throws IllegalArgumentException if the scene has no band of that name
   */
  public Field read(Outline outline, Scene scene, Set<String> names)
      throws RasterException, InterruptedException {
    Map<RangeSource, RasterFile> files = open(scene, names);
    Map<RangeSource, Layer> layers = new LinkedHashMap<>();
    for (String name : names) {
      SceneBand band = band(scene, name);
      RasterFile file = files.get(band.source());
      if (file != null) {
        layers
            .computeIfAbsent(band.source(), source -> new Layer(file))
            .add(name, band.band(), band.reflectance());
      }
    }
    RasterFile finest = finest(layers.values());
    Georeference at = Layer.place(finest);
    Weights weights = Weights.of(outline, at, finest.levels().getFirst(), rule);
    if (weights.window().empty()) {
      return new Field(weights, Map.of(), null);
    }
    RasterFile classes = scene.classification().map(files::get).orElse(null);
    return fill(weights, new Target(at, weights.window()), layers.values(), classes);
  }

  /** Where pixels are wanted. */
  record Target(Georeference at, Window window) {}

  private static SceneBand band(Scene scene, String name) {
    SceneBand band = scene.bands().get(name);
    if (band == null) {
      throw new IllegalArgumentException("the scene has no band '" + name + "'");
    }
    return band;
  }

  private Map<RangeSource, RasterFile> open(Scene scene, Set<String> names)
      throws RasterException, InterruptedException {
    var sources = new LinkedHashMap<RangeSource, Boolean>();
    scene.classification().ifPresent(source -> sources.put(source, true));
    names.forEach(name -> sources.put(band(scene, name).source(), true));
    List<RangeSource> all = List.copyOf(sources.keySet());
    List<Together.Read<RasterFile>> reads = new ArrayList<>();
    for (RangeSource source : all) {
      reads.add(() -> RasterFile.open(source, TiffLimits.DEFAULT, cache));
    }
    List<RasterFile> opened = Together.all(reads);
    Map<RangeSource, RasterFile> files = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      files.put(all.get(i), opened.get(i));
    }
    return files;
  }

  private static RasterFile finest(Collection<Layer> layers) throws RasterException {
    for (Layer layer : layers) {
      Layer.place(layer.file());
    }
    return layers.stream()
        .map(Layer::file)
        .min(
            Comparator.comparingDouble(
                file -> file.georeference().map(at -> at.affine().pixelArea()).orElse(0.0)))
        .orElseThrow(() -> new IllegalArgumentException("no band is asked for"));
  }

  private static Field fill(
      Weights weights, Target target, Collection<Layer> layers, @Nullable RasterFile classes)
      throws RasterException, InterruptedException {
    List<Together.Read<Map<String, Field.Column>>> reads = new ArrayList<>();
    for (Layer layer : layers) {
      reads.add(() -> layer.read(target));
    }
    if (classes != null) {
      Layer layer = new Layer(classes);
      layer.add(CLASSES, 0, Optional.of(Reflectance.PLAIN));
      reads.add(() -> layer.read(target));
    }
    List<Map<String, Field.Column>> read = Together.all(reads);
    Map<String, Field.Column> columns = new HashMap<>();
    read.forEach(columns::putAll);
    Field.Column classified = columns.remove(CLASSES);
    return new Field(weights, columns, classified == null ? null : classified.values());
  }
}
