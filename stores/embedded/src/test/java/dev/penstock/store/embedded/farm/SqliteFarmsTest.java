package dev.penstock.store.embedded.farm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.JobId;
import dev.penstock.job.JobIds;
import dev.penstock.ndvi.farm.FarmDraft;
import dev.penstock.ndvi.farm.FarmReader;
import dev.penstock.ndvi.scene.SceneOrder;
import dev.penstock.ndvi.store.FarmView.Span;
import dev.penstock.ndvi.store.Figure;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.ndvi.store.Observation;
import dev.penstock.ndvi.store.ObservationStore.Batch;
import dev.penstock.ndvi.store.ObservationStore.Looked;
import dev.penstock.ndvi.store.ObservationStore.Writer;
import dev.penstock.ndvi.store.ObservationStore.Written;
import dev.penstock.ndvi.store.Rules;
import dev.penstock.raster.measure.Measurement.Shares;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store promises to the pipeline. */
class SqliteFarmsTest {
  private static final Rules RULES = new Rules(List.of("ndvi"), 0.6, 1_000);
  private static final JobIds IDS = new JobIds(InstantSource.system());
  private static final Finding.Failure GONE = new Finding.Failure("raster.not_found", "Gone.");

  @TempDir Path folder;
  private SqliteFarms store;

  @BeforeEach
  void open() throws Exception {
    store = SqliteFarms.open(folder, InstantSource.system());
    store.put("t", List.of(farm(20)));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private static FarmDraft farm(int column) throws Exception {
    byte[] payload = FarmRig.farms("a %d 30 40".formatted(column)).getBytes(StandardCharsets.UTF_8);
    return ((FarmReader.Farms) FarmReader.read(payload)).farms().getFirst();
  }

  private static Finding found(double mean, String processed) {
    var stats =
        new Figure.Stats(
            9, 9, mean, 0, mean, mean, List.of(mean, mean, mean, mean, mean), new double[40]);
    var figure = new Figure("ndvi", new Shares(1, 0, 0, 0, 0), 1.0, stats, false);
    return new Finding("a", 1, scene(processed), List.of(figure), new byte[] {1}, null);
  }

  private static SceneOrder.Facts scene(String processed) {
    return new SceneOrder.Facts("scene", "item", "c", 5_000, processed, -1, 0, "none");
  }

  private Written keep(Writer writer, Finding... findings) throws IOException {
    return store.keep(writer, new Batch("t", List.of(findings), RULES));
  }

  private static Writer writer(JobId job, long chunk, long fence) {
    return new Writer(job, 0, chunk, fence);
  }

  private List<Observation> seen() throws IOException {
    var all = new ArrayList<Observation>();
    store.observations(new Span("t", "a", 1, "ndvi", 0, Long.MAX_VALUE), all::add);
    return all;
  }

  private double mean() throws IOException {
    var stats = requireNonNull(seen().getFirst().figure()).stats();
    return stats == null ? Double.NaN : stats.mean();
  }

  @Test
  void aChunkThatIsTriedAgainChangesNothing() throws Exception {
    JobId job = IDS.next();
    assertThat(keep(writer(job, 7, 1), found(0.5, "1"))).isEqualTo(new Written.Applied(0));
    assertThat(keep(writer(job, 7, 2), found(0.9, "1"))).isEqualTo(new Written.Already(0));
    assertThat(mean()).isEqualTo(0.5);
    store.discard(job, 0);
    assertThat(store.jobs()).isEmpty();
  }

  @Test
  void aFailureNeverTakesThePlaceOfFiguresAndFiguresThatOfAFailure() throws Exception {
    keep(writer(IDS.next(), 1, 1), Finding.failed("a", 1, scene("1"), GONE));
    assertThat(seen().getFirst().failure()).isEqualTo(GONE);
    assertThat(store.state("t", "a").orElseThrow().status()).isEqualTo("failed");
    keep(writer(IDS.next(), 1, 2), found(0.5, "1"));
    keep(writer(IDS.next(), 1, 3), Finding.failed("a", 1, scene("2"), GONE));
    assertThat(seen()).hasSize(1);
    assertThat(mean()).isEqualTo(0.5);
    assertThat(store.state("t", "a").orElseThrow().status()).isEqualTo("ready");
  }

  @Test
  void theLatestProcessingStaysWhoeverWritesLast() throws Exception {
    keep(writer(IDS.next(), 1, 5), found(0.5, "0000005.10 2026"));
    keep(writer(IDS.next(), 1, 9), found(0.4, "0000002.14 2026"));
    assertThat(mean()).isEqualTo(0.5);
    keep(writer(IDS.next(), 1, 3), found(0.3, "0000005.10 2026"));
    assertThat(mean()).as("an older fence").isEqualTo(0.5);
    keep(writer(IDS.next(), 1, 6), found(0.6, "0000005.10 2026"));
    assertThat(mean()).isEqualTo(0.6);
  }

  @Test
  void whatWasFoundOfABoundaryThatIsNoLongerThereIsLeftOut() throws Exception {
    JobId job = IDS.next();
    store.put("t", List.of(farm(200)));
    assertThat(keep(writer(job, 1, 1), found(0.5, "1"))).isEqualTo(new Written.Applied(1));
    assertThat(seen()).isEmpty();
    store.remove("t", "a");
    assertThat(keep(writer(job, 2, 2), found(0.5, "1"))).isEqualTo(new Written.Applied(1));
    assertThat(store.state("t", "a")).isEmpty();
  }

  @Test
  void aFarmSaysWhichJobLooksAtItUntilThatHasLookedOrEnded() throws Exception {
    JobId job = IDS.next();
    store.begin(job, "t", List.of(new Looked("a", 1)));
    assertThat(store.state("t", "a").orElseThrow().job()).isEqualTo(job.value());
    assertThat(store.looked(job)).containsExactly(new Looked("a", 1));
    store.finish(job, "t", 99_000, RULES);
    var state = store.state("t", "a").orElseThrow();
    assertThat(state.job()).isNull();
    assertThat(state.staleAfter()).isEqualTo(100_000);

    JobId next = IDS.next();
    store.begin(next, "t", List.of(new Looked("a", 1)));
    store.release(next, "t", new Finding.Failure("ndvi.job_ended", "It was dismissed."));
    assertThat(store.state("t", "a").orElseThrow().status()).isEqualTo("failed");
    store.release(job, "t", GONE);
    assertThat(new String(store.state("t", "a").orElseThrow().body(), StandardCharsets.UTF_8))
        .contains("ndvi.job_ended")
        .doesNotContain("not_found");
  }

  @Test
  void everythingIsThereAfterTheFileWasOpenedAgain() throws Exception {
    keep(writer(IDS.next(), 1, 1), found(0.5, "1"));
    store.close();
    store = SqliteFarms.open(folder, InstantSource.system());
    assertThat(mean()).isEqualTo(0.5);
    assertThat(store.one("t", "a").orElseThrow().version()).isEqualTo(1);
    assertThat(store.page("other", "", 10, false)).isEmpty();
    assertThat(store.picture(new Span("t", "a", 1, "ndvi", 0, 9_000))).isPresent();
  }
}
