package dev.penstock.ndvi;

import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.job.JobResult;
import dev.penstock.ndvi.export.FarmFeatures;
import dev.penstock.ndvi.export.ObservationsCsv;
import dev.penstock.ndvi.export.Report;
import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.picture.Chip;
import dev.penstock.ndvi.picture.Painting;
import dev.penstock.ndvi.store.FarmView;
import dev.penstock.ndvi.store.FarmView.Span;
import dev.penstock.ndvi.store.ObservationStore.Looked;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.pipeline.StageResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes that all farms were looked at, and leaves what was seen of them as files. */
final class PublishStage implements Stage {
  /** Of more farms no pictures are left as files; they are served all the same. */
  private static final int MOST_PICTURES = 40;

  private final NdviPipeline.Stores stores;

  PublishStage(NdviPipeline.Stores stores) {
    this.stores = stores;
  }

  @Override
  public StageResult run(StageContext context) throws IOException {
    var chunk = context.chunk();
    var inputs = NdviInputs.of(context.inputs());
    List<Looked> looked = stores.observations().looked(chunk.job());
    Instant now = Instant.now();
    Instant to = NdviInputs.to(context.inputs(), now);
    Instant checked = to.isBefore(now) ? to : now;
    List<JobResult> results = results(context, inputs, looked, to);
    stores
        .observations()
        .finish(chunk.job(), inputs.tenant(), checked.toEpochMilli(), inputs.rules());
    return StageResult.done(chunk.load(), List.of()).withResults(results);
  }

  private List<JobResult> results(
      StageContext context, NdviInputs inputs, List<Looked> looked, Instant to) throws IOException {
    long from = NdviInputs.from(context.inputs(), to).toEpochMilli();
    var report = new Report(inputs.rules());
    var results = new ArrayList<JobResult>();
    results.add(
        file(
            context,
            "observations.csv",
            "text/csv",
            out -> {
              var csv = new ObservationsCsv(out);
              for (Looked farm : looked) {
                stores
                    .view()
                    .observations(
                        span(inputs, farm, "", from, to),
                        each -> {
                          csv.write(each);
                          report.count(each);
                        });
              }
              csv.finish();
            }));
    results.add(
        file(
            context,
            "farms.geojson",
            "application/geo+json",
            out -> {
              try (var features = new FarmFeatures(out)) {
                for (Looked each : looked) {
                  Optional<Farm> farm = stores.farms().one(inputs.tenant(), each.farm());
                  if (farm.isPresent() && farm.get().version() == each.version()) {
                    features.write(farm.get(), stores.view().state(inputs.tenant(), each.farm()));
                  }
                }
              }
            }));
    results.add(
        file(
            context,
            "report.json",
            "application/json",
            out -> out.write(report.json(looked.size()))));
    if (inputs.result().pictures() && looked.size() <= MOST_PICTURES) {
      for (Looked farm : looked) {
        picture(context, inputs, farm, from, to).ifPresent(results::add);
      }
    }
    return results;
  }

  private static Span span(NdviInputs inputs, Looked farm, String index, long from, Instant to) {
    return new Span(inputs.tenant(), farm.farm(), farm.version(), index, from, to.toEpochMilli());
  }

  private Optional<JobResult> picture(
      StageContext context, NdviInputs inputs, Looked farm, long from, Instant to)
      throws IOException {
    String index = inputs.rules().indexes().getFirst();
    Optional<FarmView.Picture> picture = stores.view().picture(span(inputs, farm, index, from, to));
    if (picture.isEmpty()) {
      return Optional.empty();
    }
    byte[] png = Painting.USUAL.png(Chip.unpack(picture.get().chip()));
    return Optional.of(
        file(
            context,
            "%s-%s.png".formatted(index, farm.farm()),
            "image/png",
            out -> out.write(png)));
  }

  private static JobResult file(
      StageContext context, String name, String mediaType, Writing writing) throws IOException {
    var chunk = context.chunk();
    String told = chunk.place().round() == 0 ? name : "replay-" + chunk.number() + "-" + name;
    try (BlobWriter blob = context.blobs().create(context.blobKey(Keep.JOB, name), Hashing.DAMAGE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(blob), 1 << 16)) {
      writing.to(out);
      out.flush();
      return new JobResult.Stored(told, mediaType, blob.publish());
    }
  }

  @FunctionalInterface
  private interface Writing {
    void to(OutputStream out) throws IOException;
  }
}
