package dev.penstock.ndvi;

import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.ndvi.scene.SceneOrder;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.ndvi.store.ObservationStore;
import dev.penstock.ndvi.store.ObservationStore.Batch;
import dev.penstock.ndvi.store.ObservationStore.Writer;
import dev.penstock.ndvi.store.ObservationStore.Written;
import dev.penstock.pipeline.Reject;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Stores what was found, and reports each observation that failed. */
final class KeepStage implements Stage {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ObservationStore store;

  KeepStage(ObservationStore store) {
    this.store = store;
  }

  @Override
  public StageResult run(StageContext context) throws IOException {
    var chunk = context.chunk();
    List<Finding> findings = Orders.read(context.blobs(), chunk.in(), Orders.Keep.class).findings();
    var inputs = NdviInputs.of(context.inputs());
    var writer = new Writer(chunk.job(), chunk.place().round(), chunk.number(), chunk.fence());
    int moved =
        switch (store.keep(writer, new Batch(inputs.tenant(), findings, inputs.rules()))) {
          case Written.Applied applied -> applied.moved();
          case Written.Already already -> already.moved();
        };
    try (var rejects = new RejectSink(context, "failed")) {
      long failed = 0;
      for (Finding finding : findings) {
        if (finding.failure() != null) {
          rejects.add(reject(finding, finding.failure(), failed++));
        }
      }
      long ok = findings.size() - failed;
      var tally = new Tally(ok, 0, failed, 0, Math.min(ok, moved));
      return StageResult.done(tally, List.of()).withRejects(rejects.finish());
    }
  }

  private static Reject reject(Finding finding, Finding.Failure failure, long number) {
    SceneOrder.Facts scene = finding.scene();
    byte[] original =
        JSON.writeValueAsString(new Original(finding.farm(), scene == null ? "" : scene.item()))
            .getBytes(StandardCharsets.UTF_8);
    return new Reject(
        new Problem(failure.code(), failure.detail()),
        number,
        JSON.writeValueAsString(finding.farm()),
        new Reject.Place(0, 0, "", Double.NaN, Double.NaN),
        new Reject.Slice(original, 0, original.length, true));
  }

  /** What a reject is about. */
  record Original(String farm, String scene) {}
}
