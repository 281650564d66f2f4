package dev.penstock.ndvi;

import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.ndvi.farm.FarmsFile;
import dev.penstock.ndvi.farm.FarmsFile.Row;
import dev.penstock.ndvi.scene.Imagery;
import dev.penstock.ndvi.scene.SceneFiles;
import dev.penstock.ndvi.scene.SceneOrder;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.raster.RasterException;
import dev.penstock.raster.source.Deadline;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures the farms of a chunk in their scene. What is measured goes on at once; farms whose
 * blocks could not be got are tried again later, and fail with their reason when patience ends.
 */
final class MeasureStage implements Stage {
  /** So many hosts' troubles in one chunk, and the rest of its farms waits. */
  private static final int MOST_TROUBLES = 3;

  private final Imagery imagery;
  private final NdviSettings settings;

  MeasureStage(Imagery imagery, NdviSettings settings) {
    this.imagery = imagery;
    this.settings = settings;
  }

  /** Farms that are left after a checkpoint. */
  record Left(List<Integer> numbers) {
    Left {
      numbers = List.copyOf(numbers);
    }
  }

  @Override
  public StageResult run(StageContext context) throws IOException, InterruptedException {
    var order = Orders.read(context.blobs(), context.chunk().in(), Orders.Measure.class);
    List<Integer> numbers =
        context
            .chunk()
            .cursor()
            .map(cursor -> Orders.read(cursor, Left.class).numbers())
            .orElse(order.numbers());
    List<Row> farms = new FarmsFile(context.blobs(), order.farms()).rows(numbers);
    SceneOrder scene = order.scene();
    if (scene == null) {
      List<Finding> findings = farms.stream().map(farm -> without(order, farm)).toList();
      return StageResult.done(context.chunk().load(), List.of(spawn(context, findings)));
    }
    var run = new Run(context, scene);
    try (SceneFiles files = imagery.open(Deadline.in(settings.sceneTime()))) {
      var measuring = new Measuring(imagery, NdviInputs.of(context.inputs()), scene, files);
      for (int i = 0; i < farms.size(); i++) {
        run.take(measuring, numbers.get(i), farms.get(i));
        context.progress(i + 1L);
      }
    }
    return run.end(context.chunk().attempt() >= settings.patience().attempts());
  }

  private static Finding without(Orders.Measure order, Row farm) {
    Finding.Failure failure = order.failure();
    return failure == null
        ? Finding.without(farm.id(), farm.version())
        : Finding.failed(farm.id(), farm.version(), order.facts(), failure);
  }

  private static Spawn spawn(StageContext context, List<Finding> findings) throws IOException {
    var payload = Orders.payload(context, "findings", new Orders.Keep(findings));
    return Spawn.of(payload, Tally.ofOk(findings.size()));
  }

  /** One run over the farms of a chunk. */
  private static final class Run {
    private final StageContext context;
    private final SceneOrder scene;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Integer> left = new ArrayList<>();
    private final List<Row> leftFarms = new ArrayList<>();
    private @Nullable RasterException trouble;
    private @Nullable RasterException broken;
    private int troubles;

    Run(StageContext context, SceneOrder scene) {
      this.context = context;
      this.scene = scene;
    }

    void take(Measuring measuring, int number, Row farm) throws InterruptedException {
      RasterException hopeless = broken;
      if (hopeless != null) {
        findings.add(failed(farm, hopeless));
        return;
      }
      if (troubles >= MOST_TROUBLES) {
        later(number, farm);
        return;
      }
      try {
        findings.add(measuring.measure(farm));
      } catch (RasterException e) {
        if (e.fault().passing()) {
          trouble = e;
          troubles++;
          later(number, farm);
        } else {
          broken = ofAll(e) ? e : null;
          findings.add(failed(farm, e));
        }
      }
    }

    private void later(int number, Row farm) {
      left.add(number);
      leftFarms.add(farm);
    }

    /** Whether no other farm of the scene will fare better. */
    private static boolean ofAll(RasterException e) {
      return switch (e.fault()) {
        case NOT_A_TIFF, NOT_A_JPEG2000, MALFORMED, UNSUPPORTED -> true;
        case NOT_FOUND, DENIED, NO_RANGES -> true;
        case TRUNCATED, CORRUPT_BLOCK, TOO_LARGE, NOT_PLACED -> false;
        case CHANGED, BUSY, UNREACHABLE, TIMEOUT -> false;
      };
    }

    private Finding failed(Row farm, RasterException e) {
      var failure = new Finding.Failure(e.fault().code(), String.valueOf(e.getMessage()));
      return Finding.failed(farm.id(), farm.version(), scene.facts(), failure);
    }

    StageResult end(boolean last) throws IOException {
      RasterException why = trouble;
      if (why == null || last) {
        if (why != null) {
          leftFarms.forEach(farm -> findings.add(failed(farm, why)));
        }
        return StageResult.done(context.chunk().load(), List.of(spawn(context, findings)));
      }
      if (!findings.isEmpty()) {
        context.checkpoint(
            Orders.bytes(new Left(left)),
            Tally.ofOk(findings.size()),
            List.of(spawn(context, findings)),
            null);
      }
      var problem = new Problem(why.fault().code(), String.valueOf(why.getMessage()));
      String host = URI.create(scene.bands().getFirst().href()).getHost();
      return why.pause().isPresent() && host != null
          ? new StageResult.RetryLater(problem, why.pause().get(), Searching.gate(host))
          : new StageResult.RetryLater(problem, why.pause().orElse(null));
    }
  }
}
