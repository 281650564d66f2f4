package dev.penstock.raster.measure;

import dev.penstock.raster.RasterException;
import dev.penstock.raster.opening.RasterOpener;
import dev.penstock.raster.pixel.Georeference;
import dev.penstock.raster.pixel.Raster;
import dev.penstock.raster.pixel.Window;
import dev.penstock.raster.source.BlockCache;
import dev.penstock.raster.source.RangeSource;
import dev.penstock.raster.source.Together;
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
  private final RasterOpener opener;

  private SceneReader(RasterOpener opener, PixelRule rule) {
    this.opener = opener;
    this.rule = rule;
  }

  /**
   * @param cache where blocks are shared with other fields; null for none
   */
  public SceneReader(PixelRule rule, @Nullable BlockCache<byte[]> cache) {
    this(new RasterOpener(cache), rule);
  }

  /** One that opens files in another way; the opener's cache shares blocks with other fields. */
  public static SceneReader opening(RasterOpener opener, PixelRule rule) {
    return new SceneReader(opener, rule);
  }

  /**
   * Reads the named bands, and the classification if the scene has one.
   *
   * @throws IllegalArgumentException if the scene has no band of that name
   */
  public Field read(Outline outline, Scene scene, Set<String> names)
      throws RasterException, InterruptedException {
    Map<RangeSource, Raster> files = open(scene, names);
    Map<RangeSource, Layer> layers = new LinkedHashMap<>();
    for (String name : names) {
      SceneBand band = band(scene, name);
      Raster file = files.get(band.source());
      if (file != null) {
        layers
            .computeIfAbsent(band.source(), source -> new Layer(file))
            .add(name, band.band(), band.reflectance());
      }
    }
    Raster finest = finest(layers.values());
    Georeference at = Layer.place(finest);
    Weights weights = Weights.of(outline, at, finest.levels().getFirst(), rule);
    if (weights.window().empty()) {
      return new Field(weights, Map.of(), null);
    }
    Raster classes = scene.classification().map(files::get).orElse(null);
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

  private Map<RangeSource, Raster> open(Scene scene, Set<String> names)
      throws RasterException, InterruptedException {
    var sources = new LinkedHashMap<RangeSource, Boolean>();
    scene.classification().ifPresent(source -> sources.put(source, true));
    names.forEach(name -> sources.put(band(scene, name).source(), true));
    List<RangeSource> all = List.copyOf(sources.keySet());
    List<Together.Read<Raster>> reads = new ArrayList<>();
    for (RangeSource source : all) {
      reads.add(() -> opener.open(source));
    }
    List<Raster> opened = Together.all(reads);
    Map<RangeSource, Raster> files = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      files.put(all.get(i), opened.get(i));
    }
    return files;
  }

  private static Raster finest(Collection<Layer> layers) throws RasterException {
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
      Weights weights, Target target, Collection<Layer> layers, @Nullable Raster classes)
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
