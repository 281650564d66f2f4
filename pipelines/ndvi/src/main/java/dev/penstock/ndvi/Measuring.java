package dev.penstock.ndvi;

import dev.penstock.ndvi.farm.FarmsFile.Row;
import dev.penstock.ndvi.picture.Chip;
import dev.penstock.ndvi.scene.Imagery;
import dev.penstock.ndvi.scene.SceneFiles;
import dev.penstock.ndvi.scene.SceneOrder;
import dev.penstock.ndvi.store.Figure;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.measure.Expression;
import dev.penstock.raster.measure.Field;
import dev.penstock.raster.measure.MeasureOptions;
import dev.penstock.raster.measure.Measurement;
import dev.penstock.raster.measure.Scene;
import dev.penstock.raster.measure.SceneReader;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures farms in one scene. Used by one thread. */
final class Measuring {
  /** More numbers below 1000 than this, where 1000 should have been added, are suspect. */
  private static final double SUSPECT = 0.05;

  private final NdviInputs inputs;
  private final SceneOrder order;
  private final SceneFiles files;
  private final SceneReader reader;

  Measuring(Imagery imagery, NdviInputs inputs, SceneOrder order, SceneFiles files) {
    this.inputs = inputs;
    this.order = order;
    this.files = files;
    this.reader = imagery.reader(inputs.pixels());
  }

  /** What the scene shows of a farm, by all indices. */
  Finding measure(Row farm) throws RasterException, InterruptedException {
    Scene scene = files.scene(order);
    Field field = reader.read(farm.boundary().outline(), scene, inputs.bands());
    if (field.weights().window().empty()) {
      // It lies beside the pixels of a scene whose box it touches.
      return Finding.without(farm.id(), farm.version());
    }
    MeasureOptions options = inputs.optionsWith(farm.threshold());
    var figures = new ArrayList<Figure>();
    for (Map.Entry<String, Expression> index : inputs.indexes().entrySet()) {
      Measurement measured = field.measure(index.getValue(), options);
      figures.add(Figure.of(index.getKey(), measured, suspect(measured)));
    }
    return new Finding(
        farm.id(), farm.version(), order.facts(), figures, chip(field, options), null);
  }

  /** A reflectance below zero was a number below 1000 where that was taken off. */
  private boolean suspect(Measurement measured) {
    Measurement.Shares shares = measured.shares();
    return order.facts().offset() < 0
        && shares.valid() > 0
        && shares.floored() / shares.valid() > SUSPECT;
  }

  private byte @Nullable [] chip(Field field, MeasureOptions options) {
    if (!inputs.result().pictures()) {
      return null;
    }
    Expression first = inputs.indexes().values().iterator().next();
    return Chip.of(field.pixels(first, options.classes())).pack();
  }
}
