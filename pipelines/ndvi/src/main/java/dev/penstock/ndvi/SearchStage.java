package dev.penstock.ndvi;

import dev.penstock.blob.BlobRef;
import dev.penstock.geojson.GeoJsonInput;
import dev.penstock.geojson.InputLimits;
import dev.penstock.geojson.PayloadException;
import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.farm.FarmReader;
import dev.penstock.ndvi.farm.FarmsFile;
import dev.penstock.ndvi.scene.Imagery;
import dev.penstock.ndvi.store.FarmBook;
import dev.penstock.ndvi.store.ObservationStore.Looked;
import dev.penstock.pipeline.Reject;
import dev.penstock.pipeline.Rejects;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.pipeline.StageResult;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the farms of the payload and keeps them; or takes all active farms, or the one that the
 * inputs name. Then it looks for scenes, month by month, and starts the chunks of each month before
 * it goes on: a later attempt begins where this one stopped.
 */
final class SearchStage implements Stage {
  private static final InputLimits LIMITS = new InputLimits(128L << 20, 1 << 20, 100);
  private static final int PAGE = 1_000;

  private final NdviPipeline.Stores stores;
  private final Imagery imagery;
  private final NdviSettings settings;
  private final InstantSource clock;

  SearchStage(
      NdviPipeline.Stores stores, Imagery imagery, NdviSettings settings, InstantSource clock) {
    this.stores = stores;
    this.imagery = imagery;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public StageResult run(StageContext context) throws IOException, InterruptedException {
    var inputs = NdviInputs.of(context.inputs());
    var root = imagery.catalogue(inputs.catalogue().place());
    if (root.isEmpty()) {
      return StageResult.giveUp(
          "ndvi.catalogue_unknown",
          "'%s' is no catalogue that can be read from here.".formatted(inputs.catalogue().place()));
    }
    Optional<byte[]> cursor = context.chunk().cursor();
    if (cursor.isPresent()) {
      return new Searching(context, imagery, settings, root.get())
          .from(Orders.read(cursor.get(), SearchCursor.class));
    }
    try {
      return switch (farms(context, inputs)) {
        case Found.None(var problem) -> new StageResult.GiveUp(problem);
        case Found.Some(var farms, var rejects) -> {
          SearchCursor first = begin(context, inputs, farms, rejects);
          yield new Searching(context, imagery, settings, root.get()).from(first);
        }
      };
    } catch (PayloadException e) {
      return StageResult.giveUp(e.rule().code(), String.valueOf(e.getMessage()));
    }
  }

  private sealed interface Found {
    record Some(List<Farm> farms, List<Reject> rejects) implements Found {}

    record None(Problem problem) implements Found {}
  }

  private SearchCursor begin(
      StageContext context, NdviInputs inputs, List<Farm> farms, List<Reject> rejects)
      throws IOException {
    stores
        .observations()
        .begin(
            context.chunk().job(),
            inputs.tenant(),
            farms.stream().map(farm -> new Looked(farm.id(), farm.version())).toList());
    BlobRef file = FarmsFile.write(context.blobs(), context.blobKey(Keep.WORK, "farms"), farms);
    long to = NdviInputs.to(context.inputs(), clock.instant()).toEpochMilli();
    var cursor = new SearchCursor(file, to, 0, "", new byte[(farms.size() + 7) / 8]);
    try (var sink = new RejectSink(context, "farms")) {
      for (Reject reject : rejects) {
        sink.add(reject);
      }
      Rejects written = sink.finish();
      context.checkpoint(Orders.bytes(cursor), Tally.of(0, 0, rejects.size()), List.of(), written);
    }
    return cursor;
  }

  private Found farms(StageContext context, NdviInputs inputs)
      throws IOException, InterruptedException {
    Optional<String> only = inputs.which().only();
    if (only.isPresent()) {
      Optional<Farm> farm = stores.farms().one(inputs.tenant(), only.get());
      return farm.isPresent()
          ? new Found.Some(List.of(farm.get()), List.of())
          : new Found.None(
              new Problem("farm.unknown", "There is no farm '%s'.".formatted(only.get())));
    }
    return inputs.which().active()
        ? new Found.Some(active(inputs.tenant()), List.of())
        : sent(context, inputs);
  }

  private List<Farm> active(String tenant) throws IOException {
    var all = new ArrayList<Farm>();
    List<Farm> page = stores.farms().page(tenant, "", PAGE, true);
    while (!page.isEmpty() && all.size() < FarmReader.MOST_FARMS) {
      all.addAll(page);
      page = stores.farms().page(tenant, page.getLast().id(), PAGE, true);
    }
    return all;
  }

  private Found sent(StageContext context, NdviInputs inputs)
      throws IOException, InterruptedException {
    byte[] payload;
    try (InputStream in = GeoJsonInput.open(context.blobs().open(context.chunk().in()), LIMITS)) {
      payload = in.readAllBytes();
    }
    return switch (FarmReader.read(payload)) {
      case FarmReader.Broken(var problem) -> new Found.None(problem);
      case FarmReader.Farms(var drafts, var rejects) ->
          new Found.Some(
              stores.farms().put(inputs.tenant(), drafts).stream()
                  .map(FarmBook.Kept::farm)
                  .toList(),
              rejects);
    };
  }
}
