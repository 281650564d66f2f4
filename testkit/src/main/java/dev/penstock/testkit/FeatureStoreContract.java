package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureBatch;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureCollections.Page;
import dev.penstock.geometry.store.FeatureCollections.Query;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.geometry.store.FeatureStore;
import dev.penstock.geometry.store.Publication;
import dev.penstock.geometry.store.Publication.Mode;
import dev.penstock.geometry.store.Published;
import dev.penstock.geometry.store.Srs;
import dev.penstock.geometry.store.Written;
import dev.penstock.job.JobId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every feature store promises. Extend it in the store's module; add no cases there. */
@NullMarked
public abstract class FeatureStoreContract {
  private static final String ROADS = "roads";
  private static final Srs SRS = Features.WGS84;

  /** Both sides of one store. */
  public record Opened(FeatureStore store, FeatureCollections reads) {}

  private Opened opened;
  private final Map<JobId, Long> waiting = new ConcurrentHashMap<>();

  /** Opens the store of this test; called again after {@code close} it finds what was there. */
  protected abstract Opened open() throws IOException;

  @BeforeEach
  void openStore() throws IOException {
    opened = open();
  }

  @AfterEach
  void closeStore() throws IOException {
    opened.store().close();
  }

  private void reopen() throws IOException {
    opened.store().close();
    opened = open();
  }

  // Receipts.

  @Test
  void aChunkWrittenTwiceIsThereOnce() throws IOException {
    JobId job = Features.job(1);
    assertThat(write(job, 0, 0, 7, Features.point(0, 1, 1))).isEqualTo(Written.APPLIED);
    assertThat(write(job, 0, 0, 7, Features.point(0, 1, 1))).isEqualTo(Written.ALREADY);
    assertThat(write(job, 0, 0, 8, Features.point(0, 1, 1))).isEqualTo(Written.ALREADY);
    assertThat(visible(publish(job, 0, ROADS, Mode.REPLACE)).features()).isEqualTo(1);
  }

  @Test
  void anEarlierAttemptAtAWrittenChunkIsFenced() throws IOException {
    JobId job = Features.job(1);
    write(job, 0, 0, 7, Features.point(0, 1, 1));
    assertThat(write(job, 0, 0, 6, Features.point(5, 9, 9))).isEqualTo(Written.FENCED);
    publish(job, 0, ROADS, Mode.REPLACE);
    assertThat(items(ROADS)).extracting(FeatureRow::item).containsExactly(0L);
  }

  @Test
  void receiptsOutliveAReopening() throws IOException {
    JobId job = Features.job(1);
    write(job, 0, 0, 7, Features.point(0, 1, 1));
    reopen();
    assertThat(write(job, 0, 0, 8, Features.point(0, 1, 1))).isEqualTo(Written.ALREADY);
    assertThat(write(job, 1, 0, 8, Features.point(1, 1, 1))).isEqualTo(Written.APPLIED);
    assertThat(visible(publish(job, 0, ROADS, Mode.REPLACE)).features()).isEqualTo(2);
  }

  @Test
  void aWriteAfterThePublicationIsFencedUnlessItsReceiptIsThere() throws IOException {
    JobId job = Features.job(1);
    write(job, 3, 0, 7, Features.point(0, 1, 1));
    publish(job, 0, ROADS, Mode.REPLACE);
    assertThat(write(job, 3, 0, 8, Features.point(0, 1, 1))).isEqualTo(Written.ALREADY);
    assertThat(write(job, 4, 0, 8, Features.point(1, 1, 1))).isEqualTo(Written.FENCED);
    reopen();
    assertThat(write(job, 3, 0, 8, Features.point(0, 1, 1))).isEqualTo(Written.ALREADY);
    assertThat(write(job, 4, 0, 8, Features.point(1, 1, 1))).isEqualTo(Written.FENCED);
    assertThat(items(ROADS)).hasSize(1);
  }

  @Test
  void anEmptyBatchLeavesAReceipt() throws IOException {
    JobId job = Features.job(1);
    assertThat(write(job, 0, 0, 7)).isEqualTo(Written.APPLIED);
    assertThat(write(job, 0, 0, 8)).isEqualTo(Written.ALREADY);
    assertThat(visible(publish(job, 0, ROADS, Mode.REPLACE)).features()).isZero();
  }

  @Test
  void aBatchThatBreaksInTheMiddleLeavesNothing() throws IOException {
    JobId job = Features.job(1);
    write(job, 0, 0, 7, Features.point(0, 1, 1));
    var rows = List.of(Features.point(1, 2, 2), Features.point(2, 2, 2)).iterator();
    FeatureBatch.Rows broken =
        () -> {
          if (rows.hasNext()) {
            return rows.next();
          }
          throw new IOException("the chunk's blob ends early");
        };
    var writer = new FeatureBatch.Writer(job, 1, 0, 7);
    assertThatThrownBy(() -> opened.store().write(new FeatureBatch(writer, SRS, List.of(), broken)))
        .isInstanceOf(IOException.class);
    assertThat(write(job, 1, 0, 7, Features.point(1, 2, 2))).isEqualTo(Written.APPLIED);
    publish(job, 0, ROADS, Mode.REPLACE);
    assertThat(items(ROADS)).extracting(FeatureRow::item).containsExactly(0L, 1L);
  }

  // What comes back.

  @Test
  void rowsComeBackByteForByte() throws IOException {
    JobId job = Features.job(1);
    List<FeatureRow> rows =
        List.of(
            Features.polygon(0, "\"a\"", 5, 5, "{\"na\\\"me\": \"\\u00e9\",  \"n\":1.50}"),
            Features.polygon(1, "17", 6, 6, "{\"straße\":\"Ünïcödé 🚲\",\"x'y\":[1,{\"a\":null}]}"),
            new FeatureRow(2, null, null, Bounds.NONE, Features.utf8("null")),
            new FeatureRow(3, "\"17\"", Features.emptyPolygon(), Bounds.NONE, Features.utf8("{}")));
    write(job, 0, 0, 1, rows.toArray(FeatureRow[]::new));
    publish(job, 0, ROADS, Mode.REPLACE);
    List<FeatureRow> back = items(ROADS);
    assertThat(back).hasSize(4);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(back.get(i)).usingRecursiveComparison().isEqualTo(rows.get(i));
    }
  }

  @Test
  void aCollectionTellsItsBoundsCountAndCrs() throws IOException {
    assertThat(opened.reads().collection(ROADS)).isEmpty();
    JobId job = Features.job(1);
    write(job, 0, 0, 1, Features.point(0, -3.25, 7.125), Features.point(1, 4, 5));
    publish(job, 0, ROADS, Mode.REPLACE);
    var roads = opened.reads().collection(ROADS).orElseThrow();
    assertThat(roads.id()).isEqualTo(ROADS);
    assertThat(roads.features()).isEqualTo(2);
    assertThat(roads.bounds()).isEqualTo(new Bounds(-3.25, 5, 4, 7.125));
    assertThat(roads.srs()).isEqualTo(SRS);
    assertThat(roads.job()).isEqualTo(job);
  }

  @Test
  void aJobWithoutRowsPublishesNothingButItself() throws IOException {
    var visible = visible(publish(Features.job(1), 0, ROADS, Mode.REPLACE));
    assertThat(visible.features()).isZero();
    assertThat(visible.files()).hasSize(1).allMatch(f -> f.path().toFile().isFile());
    assertThat(opened.reads().collection(ROADS).orElseThrow().bounds().isNone()).isTrue();
    assertThat(items(ROADS)).isEmpty();
  }

  @Test
  void collectionsAreListedInTheOrderOfTheirIds() throws IOException {
    int n = 1;
    for (String id : List.of("c", "a", "b", "Ü'\"")) {
      publish(Features.job(n++), 0, id, Mode.REPLACE);
    }
    assertThat(opened.reads().collections("", 2)).extracting("id").containsExactly("a", "b");
    assertThat(opened.reads().collections("b", 9)).extracting("id").containsExactly("c", "Ü'\"");
  }

  @Test
  void manyPropertiesOfAllKindsAreNoTrouble() throws IOException {
    JobId job = Features.job(1);
    var json = new StringBuilder("{");
    for (int i = 0; i < 700; i++) {
      json.append("\"p").append(i).append("\":").append(i).append(',');
    }
    json.append("\"FID\":1,\"Geom\":\"g\",\"\":true,\"\\u0000\":1,\"a;--'\\\"\":[1],\"p1\":\"x\"}");
    write(job, 0, 0, 1, Features.polygon(0, "1", 1, 1, json.toString()));
    publish(job, 0, ROADS, Mode.REPLACE);
    assertThat(new String(items(ROADS).getFirst().properties(), StandardCharsets.UTF_8))
        .isEqualTo(json.toString());
  }

  // Publication.

  @Test
  void nothingIsSeenBeforeThePublication() throws IOException {
    write(Features.job(1), 0, 0, 1, Features.point(0, 1, 1));
    assertThat(opened.reads().collection(ROADS)).isEmpty();
    assertThat(opened.reads().items(new Query(ROADS, null, "", 10)))
        .isEqualTo(new Page.NoSuchCollection());
  }

  @Test
  void publishingAgainGivesTheSameAnswer() throws IOException {
    JobId job = Features.job(1);
    write(job, 0, 0, 1, Features.point(0, 1, 1));
    Published first = publish(job, 0, ROADS, Mode.REPLACE);
    assertThat(publish(job, 0, ROADS, Mode.REPLACE)).isEqualTo(first);
    load(Features.job(2), Mode.APPEND, Features.point(0, 2, 2));
    assertThat(publish(job, 0, ROADS, Mode.REPLACE)).isEqualTo(first);
    reopen();
    assertThat(publish(job, 0, ROADS, Mode.REPLACE)).isEqualTo(first);
  }

  @Test
  void replaceTakesAwayWhatWasThere() throws IOException {
    load(Features.job(1), Mode.REPLACE, Features.point(0, 1, 1), Features.point(1, 1, 1));
    var second = load(Features.job(2), Mode.REPLACE, Features.point(9, 2, 2));
    assertThat(visible(second).generation()).isEqualTo(2);
    assertThat(items(ROADS)).extracting(FeatureRow::item).containsExactly(9L);
  }

  @Test
  void appendAddsToWhatWasThere() throws IOException {
    load(Features.job(1), Mode.APPEND, Features.point(0, 1, 1));
    var second = load(Features.job(2), Mode.APPEND, Features.point(9, 2, 2));
    assertThat(visible(second).features()).isEqualTo(2);
    assertThat(items(ROADS)).extracting(FeatureRow::item).containsExactly(0L, 9L);
  }

  @Test
  void upsertReplacesFeaturesOfTheSameId() throws IOException {
    load(
        Features.job(1),
        Mode.REPLACE,
        Features.named(0, "\"1\"", -9),
        Features.named(1, "1", 1),
        Features.named(2, null, 2));
    var second =
        load(
            Features.job(2),
            Mode.UPSERT,
            Features.named(0, "\"1\"", 3),
            Features.named(1, "\"new\"", 4),
            Features.named(2, null, 5),
            Features.named(3, "\"new\"", 6));
    assertThat(visible(second).features()).isEqualTo(5);
    assertThat(xs(ROADS)).containsExactly(1, 2, 3, 5, 6);
    assertThat(opened.reads().collection(ROADS).orElseThrow().bounds())
        .isEqualTo(new Bounds(1, 0, 6, 0));
    load(Features.job(3), Mode.UPSERT, Features.named(0, "1", 7));
    assertThat(xs(ROADS)).containsExactly(2, 3, 5, 6, 7);
  }

  @Test
  void aPartThatIsHiddenAsAWholeLeavesTheRest() throws IOException {
    load(Features.job(1), Mode.REPLACE, Features.named(0, "1", 1), Features.named(1, "2", 2));
    load(Features.job(2), Mode.UPSERT, Features.named(0, "2", 3), Features.named(1, "1", 4));
    load(Features.job(3), Mode.APPEND, Features.named(0, "1", 5));
    assertThat(xs(ROADS)).containsExactly(3, 4, 5);
  }

  @Test
  void theJobAcceptedLaterWinsWhoeverPublishesLast() throws IOException {
    write(Features.job(1), 0, 0, 99, Features.named(0, "1", 1));
    load(Features.job(2), Mode.REPLACE, Features.named(0, "1", 2));
    var late = publish(Features.job(1), 0, ROADS, Mode.REPLACE);
    assertThat(late).isInstanceOf(Published.Superseded.class);
    assertThat(((Published.Superseded) late).by()).isEqualTo(Features.job(2));
    assertThat(((Published.Superseded) late).files()).allMatch(f -> f.path().toFile().isFile());
    assertThat(publish(Features.job(1), 0, ROADS, Mode.REPLACE)).isEqualTo(late);
    assertThat(xs(ROADS)).containsExactly(2);
  }

  @Test
  void anyOrderOfPublicationGivesWhatTheOrderOfAcceptanceGives() throws IOException {
    List<Mode> modes = List.of(Mode.APPEND, Mode.REPLACE, Mode.UPSERT, Mode.APPEND, Mode.UPSERT);
    List<double[]> seen = new ArrayList<>();
    for (int order = 0; order < 5; order++) {
      String collection = "order" + order;
      for (int i = 0; i < modes.size(); i++) {
        int job = (2 * i + order) % modes.size();
        JobId id = Features.job(10 * order + job);
        write(id, 0, 0, 1, Features.named(0, "1", job), Features.named(1, "\"u\"", 10 + job));
        if (job == 4) {
          write(id, 1, 0, 1, Features.named(2, "2", 20));
        }
        publish(id, 0, collection, modes.get(job));
      }
      seen.add(xs(collection));
    }
    assertThat(seen).allSatisfy(xs -> assertThat(xs).containsExactly(4, 14, 20));
  }

  @Test
  void aReplayedRoundJoinsWhatItsJobPublished() throws IOException {
    JobId job = Features.job(1);
    load(job, Mode.REPLACE, Features.named(0, "1", 1));
    load(Features.job(2), Mode.APPEND, Features.named(0, "9", 9));
    write(job, 5, 1, 4, Features.named(1, "2", 2));
    assertThat(visible(publish(job, 1, ROADS, Mode.REPLACE)).features()).isEqualTo(3);
    assertThat(xs(ROADS)).containsExactly(1, 2, 9);
    load(Features.job(3), Mode.REPLACE, Features.named(0, "1", 3));
    write(job, 6, 2, 4, Features.named(2, "3", 4));
    assertThat(publish(job, 2, ROADS, Mode.REPLACE)).isInstanceOf(Published.Superseded.class);
    assertThat(xs(ROADS)).containsExactly(3);
  }

  @Test
  void aReplayedRoundOfAnUpsertHidesToo() throws IOException {
    load(Features.job(1), Mode.REPLACE, Features.named(0, "1", 1), Features.named(1, "2", 2));
    JobId job = Features.job(2);
    load(job, Mode.UPSERT, Features.named(0, "1", 3));
    load(Features.job(3), Mode.UPSERT, Features.named(0, "3", 4));
    write(job, 1, 1, 1, Features.named(1, "2", 5), Features.named(2, "3", 6));
    publish(job, 1, ROADS, Mode.UPSERT);
    assertThat(xs(ROADS)).containsExactly(3, 4, 5);
  }

  @Test
  void featuresInAnotherCrsDoNotMix() throws IOException {
    load(Features.job(1), Mode.REPLACE, Features.point(0, 1, 1));
    var mercator = new Srs("EPSG", 3857, "WGS 84 / Pseudo-Mercator", "PROJCS[\"m\"]");
    for (Mode mode : List.of(Mode.APPEND, Mode.UPSERT)) {
      var publication = new Publication(Features.job(2), 9, 0, 1, 0, ROADS, mode, mercator);
      assertThat(opened.store().publish(publication)).isEqualTo(new Published.OtherSrs(SRS));
    }
    assertThat(items(ROADS)).hasSize(1);
    var replace = new Publication(Features.job(3), 9, 0, 1, 0, ROADS, Mode.REPLACE, mercator);
    assertThat(opened.store().publish(replace)).isInstanceOf(Published.Visible.class);
    assertThat(opened.reads().collection(ROADS).orElseThrow().srs()).isEqualTo(mercator);
  }

  @Test
  void aPublicationThatNobodyWantsAnyMoreIsNotSeenAndCanBeWantedAgain() throws IOException {
    load(Features.job(1), Mode.REPLACE, Features.point(0, 1, 1));
    JobId job = Features.job(2);
    write(job, 0, 0, 1, Features.point(0, 5, 5));
    var publication = Features.publication(job, 0, 1, ROADS, Mode.REPLACE);
    assertThat(opened.store().publish(publication, () -> false))
        .isEqualTo(new Published.Unwanted());
    assertThat(xs(ROADS)).containsExactly(1);
    assertThat(visible(opened.store().publish(publication, () -> true)).features()).isEqualTo(1);
    assertThat(xs(ROADS)).containsExactly(5);
    assertThat(opened.store().publish(publication, () -> false))
        .isInstanceOf(Published.Visible.class);
  }

  @Test
  void warningsOfAllBatchesAreToldWithTheFileThatHasTheirFeatures() throws IOException {
    JobId job = Features.job(1);
    for (int chunk = 0; chunk < 2; chunk++) {
      FeatureBatch plain = Features.batch(job, chunk, 0, 1);
      Map<String, Long> warnings = chunk == 0 ? Map.of("a", 2L) : Map.of("a", 1L, "b", 1L);
      var batch = new FeatureBatch(plain.writer(), SRS, plain.columns(), warnings, plain.rows());
      opened.store().write(batch);
      opened.store().write(batch);
    }
    for (int times = 0; times < 2; times++) {
      var published = visible(publish(job, 0, ROADS, Mode.REPLACE));
      assertThat(published.files())
          .extracting(Published.PublishedFile::warnings)
          .containsExactly(Map.of("a", 3L, "b", 1L));
      reopen();
    }
  }

  @Test
  void theCrsOfACollectionIsTold() throws IOException {
    assertThat(opened.store().srs(ROADS)).isEmpty();
    load(Features.job(1), Mode.REPLACE, Features.point(0, 1, 1));
    assertThat(opened.store().srs(ROADS)).contains(SRS);
  }

  @Test
  void anEarlierAttemptAtAPublicationThatBeganIsFenced() throws IOException {
    load(Features.job(1), Mode.REPLACE, Features.point(0, 1, 1));
    JobId job = Features.job(2);
    var other = new Srs("EPSG", 3857, "other", "PROJCS[\"m\"]");
    opened.store().publish(new Publication(job, 1, 0, 9, 0, ROADS, Mode.APPEND, other));
    assertThat(opened.store().publish(new Publication(job, 1, 0, 8, 0, ROADS, Mode.REPLACE, other)))
        .isEqualTo(new Published.Fenced());
    assertThat(items(ROADS)).hasSize(1);
  }

  // Which parts a publication takes.

  @Test
  void aReplayedPublicationShowsAllRowsOnce() throws IOException {
    load(Features.job(1), Mode.REPLACE, Features.named(0, "1", 9));
    JobId job = Features.job(2);
    write(job, 0, 0, 1, Features.named(0, "1", 1), Features.named(1, "2", 2));
    write(job, 1, 0, 1, Features.named(2, "3", 3));
    Published replayed = publish(job, 1, 3);
    assertThat(visible(replayed).features()).isEqualTo(3);
    assertThat(visible(replayed).files()).extracting("name").containsExactly("features.gpkg");
    assertThat(xs(ROADS)).containsExactly(1, 2, 3);
    assertThat(write(job, 0, 0, 2, Features.named(0, "1", 1))).isEqualTo(Written.ALREADY);
    assertThat(write(job, 2, 1, 2)).isEqualTo(Written.APPLIED);
  }

  @Test
  void rowsOfTwoRoundsComeIntoSightTogether() throws IOException {
    load(Features.job(1), Mode.REPLACE, Features.named(0, "1", 9));
    JobId job = Features.job(2);
    write(job, 0, 0, 1, Features.named(0, "1", 1));
    write(job, 1, 1, 1, Features.named(1, "2", 2), Features.named(2, "3", 3));
    Published both = publish(job, 1, 3);
    assertThat(visible(both).generation()).isEqualTo(2);
    assertThat(visible(both).features()).isEqualTo(3);
    assertThat(visible(both).files())
        .extracting("name")
        .containsExactly("features.gpkg", "features-1.gpkg");
    assertThat(visible(both).files()).allMatch(f -> f.path().toFile().isFile());
    assertThat(xs(ROADS)).containsExactly(1, 2, 3);
    assertThat(opened.store().jobs()).isEmpty();
    reopen();
    assertThat(publish(job, 1, 3)).isEqualTo(both);
  }

  @Test
  void rowsOfTwoRoundsUpsertAsOneRoundAfterTheOther() throws IOException {
    load(Features.job(1), Mode.REPLACE, Features.named(0, "1", 1), Features.named(1, "2", 2));
    JobId job = Features.job(2);
    write(job, 0, 0, 1, Features.named(0, "1", 3), Features.named(1, "3", 4));
    write(job, 1, 1, 1, Features.named(2, "3", 5), Features.named(3, "2", 6));
    assertThat(visible(publish(job, 1, ROADS, Mode.UPSERT)).features()).isEqualTo(3);
    assertThat(xs(ROADS)).containsExactly(3, 5, 6);
    assertThat(opened.reads().collection(ROADS).orElseThrow().bounds())
        .isEqualTo(new Bounds(3, 0, 6, 0));
  }

  @Test
  void aPublicationTakesNoMorePartsThanItExpects() throws IOException {
    JobId job = Features.job(1);
    write(job, 0, 0, 1, Features.named(0, "1", 1));
    write(job, 1, 1, 1, Features.named(1, "2", 2));
    Published first = publish(job, 1, 1);
    assertThat(visible(first).features()).isEqualTo(1);
    assertThat(xs(ROADS)).containsExactly(1);
    assertThat(write(job, 2, 1, 1, Features.named(2, "3", 3))).isEqualTo(Written.APPLIED);
    Published second = publish(job, 2, 2);
    assertThat(visible(second).features()).isEqualTo(3);
    assertThat(visible(second).files()).extracting("name").containsExactly("features.gpkg");
    assertThat(xs(ROADS)).containsExactly(1, 2, 3);
    assertThat(publish(job, 1, 1)).isEqualTo(first);
  }

  @Test
  void rowsOfALaterRoundAreNotTaken() throws IOException {
    JobId job = Features.job(1);
    write(job, 0, 0, 1, Features.named(0, "1", 1));
    write(job, 1, 1, 1, Features.named(1, "2", 2));
    assertThat(publish(job, 0, 2)).isEqualTo(new Published.Incomplete(2, 1));
    assertThat(visible(publish(job, 1, 2)).features()).isEqualTo(2);
  }

  @Test
  void anIncompletePublicationChangesNothing() throws IOException {
    load(Features.job(1), Mode.REPLACE, Features.named(0, "1", 9));
    var before = opened.reads().collection(ROADS);
    JobId job = Features.job(2);
    assertThat(publish(job, 0, 3)).isEqualTo(new Published.Incomplete(3, 0));
    assertThat(opened.store().jobs()).isEmpty();
    write(job, 0, 0, 1, Features.named(0, "1", 1));
    write(job, 1, 1, 1, Features.named(1, "2", 2), Features.named(2, "3", 3));
    for (long expected : new long[] {0, 2, 4}) {
      assertThat(publish(job, 1, expected)).isEqualTo(new Published.Incomplete(expected, 3));
    }
    assertThat(opened.reads().collection(ROADS)).isEqualTo(before);
    assertThat(xs(ROADS)).containsExactly(9);
    assertThat(write(job, 2, 0, 1, Features.named(3, "4", 4))).isEqualTo(Written.APPLIED);
    assertThat(visible(publish(job, 1, 4)).features()).isEqualTo(4);
  }

  @Test
  void aPublicationIsRememberedByItsChunkWhateverItsRound() throws IOException {
    JobId job = Features.job(1);
    write(job, 0, 0, 1, Features.named(0, "1", 1));
    Published first = publish(job, 0, 1);
    reopen();
    write(job, 1, 1, 1, Features.named(1, "2", 2));
    for (long expected : new long[] {0, 1, 7}) {
      var again = new Publication(job, 1_000, 1, 1, expected, ROADS, Mode.REPLACE, SRS);
      assertThat(opened.store().publish(again)).isEqualTo(first);
    }
    assertThat(xs(ROADS)).containsExactly(1);
    assertThat(visible(publish(job, 1, 1)).features()).isEqualTo(2);
  }

  @Test
  void aPublicationOfNothingJoinsWhatItsJobPublished() throws IOException {
    JobId job = Features.job(1);
    load(job, Mode.REPLACE, Features.named(0, "1", 1));
    assertThat(visible(publish(job, 1, 0)).files()).hasSize(1);
    var sameRound = new Publication(job, 5, 1, 1, 0, ROADS, Mode.REPLACE, SRS);
    assertThat(visible(opened.store().publish(sameRound)).files()).isEmpty();
    assertThat(xs(ROADS)).containsExactly(1);
  }

  @Test
  void anEmptyPartBeforeTheRowsIsTakenWithThem() throws IOException {
    JobId job = Features.job(1);
    write(job, 0, 0, 1);
    write(job, 1, 1, 1, Features.named(0, "1", 1));
    assertThat(visible(publish(job, 1, 1)).files()).hasSize(2);
    assertThat(opened.store().jobs()).isEmpty();
  }

  @Test
  void attemptsAtOnePublicationAtOnceGetOneAnswer() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int j = 0; j < 10; j++) {
        JobId job = Features.job(j);
        write(job, 0, 0, 1, Features.grid(0, 20));
        write(job, 1, 1, 1, Features.grid(20, 20));
        Callable<Published> attempt = () -> publish(job, 1, 40);
        Set<Published> answers = new HashSet<>();
        for (var done : threads.invokeAll(List.of(attempt, attempt, attempt, attempt))) {
          answers.add(done.get());
        }
        assertThat(answers).hasSize(1).allMatch(a -> visible(a).features() == 40);
      }
    }
  }

  // Reading.

  @Test
  void pagesGiveEveryFeatureOnce() throws IOException {
    load(Features.job(1), Mode.APPEND, Features.grid(0, 57));
    load(Features.job(2), Mode.APPEND, Features.grid(100, 43));
    for (int limit : new int[] {1, 7, 57, 100, 101}) {
      assertThat(all(ROADS, null, limit))
          .extracting(FeatureRow::item)
          .containsExactlyElementsOf(
              IntStream.concat(IntStream.range(0, 57), IntStream.range(100, 143))
                  .mapToObj(i -> (long) i)
                  .toList());
    }
  }

  @Test
  void aBoxGivesWhatMeetsItAndNothingElse() throws IOException {
    FeatureRow[] rows = Features.grid(0, 20_000);
    load(Features.job(1), Mode.REPLACE, rows);
    for (Bounds box :
        List.of(
            new Bounds(0, 0, 3, 3),
            new Bounds(2.5, 2.5, 2.6, 2.6),
            new Bounds(10, 0, 10, 40),
            new Bounds(-50, -50, 60, 150),
            new Bounds(-1e300, -1e300, 1e300, 1e300),
            new Bounds(500, 500, 600, 600))) {
      List<Long> expected =
          Arrays.stream(rows).filter(r -> r.bounds().meets(box)).map(FeatureRow::item).toList();
      assertThat(all(ROADS, box, 999))
          .extracting(FeatureRow::item)
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  void aReaderStaysOnItsGenerationWhileANewOneIsPublished() throws IOException {
    load(Features.job(1), Mode.REPLACE, Features.named(0, "1", 1), Features.named(1, "2", 2));
    Page.Found first = found(new Query(ROADS, null, "", 1));
    load(Features.job(2), Mode.UPSERT, Features.named(0, "2", 3));
    Page.Found second = found(new Query(ROADS, null, first.next(), 5));
    assertThat(second.rows()).extracting(r -> r.bounds().minX()).containsExactly(2.0);
    assertThat(second.collection()).isEqualTo(first.collection());
    load(Features.job(3), Mode.REPLACE, Features.named(0, "2", 4));
    assertThat(opened.reads().items(new Query(ROADS, null, first.next(), 5)))
        .isEqualTo(new Page.BadCursor());
  }

  @Test
  void aCursorThatIsNotOursIsRefused() throws IOException {
    load(Features.job(1), Mode.REPLACE, Features.grid(0, 5));
    publish(Features.job(2), 0, "other", Mode.REPLACE);
    String good = found(new Query(ROADS, null, "", 2)).next();
    for (String bad :
        List.of(
            "x",
            "1",
            "1-1",
            "-1-1-1",
            "9-1-1",
            "1-9-1",
            good + "'",
            good + "\n",
            "0-0-0",
            "zzzzzzzzzzzz-zzzzzzzzzzzz-zzzzzzzzzzzz",
            "zzzzzzzzzzzzz-1-1",
            "1-1-1--",
            "é",
            " ",
            "../../etc",
            "1-1-1' OR '1'='1",
            "1".repeat(100_000))) {
      assertThat(opened.reads().items(new Query(ROADS, null, bad, 2)))
          .as("cursor %.40s", bad)
          .isEqualTo(new Page.BadCursor());
    }
    assertThat(opened.reads().items(new Query("other", null, good, 2)))
        .isEqualTo(new Page.BadCursor());
  }

  @Test
  void twoJobsAtOnceDoNotDisturbEachOther() throws Exception {
    int jobs = 4;
    try (var threads = Executors.newFixedThreadPool(jobs)) {
      List<Callable<Published>> loads = new ArrayList<>();
      for (int j = 0; j < jobs; j++) {
        JobId job = Features.job(j);
        int first = 1000 * j;
        loads.add(
            () -> {
              for (int chunk = 0; chunk < 10; chunk++) {
                write(job, chunk, 0, 1, Features.grid(first + 20 * chunk, 20));
              }
              return publish(job, 0, ROADS, Mode.APPEND);
            });
      }
      Set<Long> generations = new TreeSet<>();
      for (var done : threads.invokeAll(loads)) {
        generations.add(visible(done.get()).generation());
      }
      assertThat(generations).containsExactly(1L, 2L, 3L, 4L);
    }
    assertThat(all(ROADS, null, 10_000)).hasSize(800);
  }

  // Residue.

  @Test
  void discardDropsWhatWasNotPublished() throws IOException {
    write(Features.job(1), 0, 0, 1, Features.point(0, 1, 1));
    write(Features.job(1), 0, 1, 1, Features.point(0, 1, 1));
    load(Features.job(2), Mode.REPLACE, Features.point(0, 2, 2));
    assertThat(opened.store().jobs()).containsExactly(Features.job(1));
    reopen();
    assertThat(opened.store().jobs()).containsExactly(Features.job(1));
    opened.store().discard(Features.job(1), 0);
    assertThat(opened.store().jobs()).containsExactly(Features.job(1));
    for (int i = 0; i < 2; i++) {
      opened.store().discard(Features.job(1), 1);
      opened.store().discard(Features.job(2), 0);
      assertThat(opened.store().jobs()).isEmpty();
      assertThat(items(ROADS)).hasSize(1);
    }
  }

  @Test
  void whatFellOutOfTheCollectionIsNamedUntilItIsDiscarded() throws IOException {
    Published first = load(Features.job(1), Mode.REPLACE, Features.point(0, 1, 1));
    load(Features.job(2), Mode.REPLACE, Features.point(0, 1, 1));
    assertThat(opened.store().jobs()).isEmpty();
    load(Features.job(3), Mode.REPLACE, Features.point(0, 1, 1));
    assertThat(opened.store().jobs()).containsExactly(Features.job(1));
    assertThat(publish(Features.job(1), 0, ROADS, Mode.REPLACE)).isEqualTo(first);
    opened.store().discard(Features.job(1), 0);
    assertThat(opened.store().jobs()).isEmpty();
    assertThat(visible(first).files()).noneMatch(f -> f.path().toFile().exists());
    assertThat(write(Features.job(1), 0, 0, 9)).isEqualTo(Written.FENCED);
    assertThat(visible(publish(Features.job(1), 0, ROADS, Mode.REPLACE)).files()).isEmpty();
    assertThat(items(ROADS)).hasSize(1);
  }

  @Test
  void aRemovedJobTakesOnlyTheCollectionOfItsOwnName() throws IOException {
    JobId job = Features.job(1);
    JobId other = Features.job(2);
    write(job, 0, 0, 1, Features.point(0, 1, 1));
    var own = visible(publish(job, 0, job.value(), Mode.REPLACE));
    load(other, Mode.REPLACE, Features.point(0, 2, 2));
    for (int i = 0; i < 2; i++) {
      opened.store().removed(job);
      opened.store().removed(other);
      assertThat(opened.reads().collection(job.value())).isEmpty();
      assertThat(own.files()).noneMatch(f -> f.path().toFile().exists());
      assertThat(items(ROADS)).hasSize(1);
    }
    assertThat(opened.store().jobs()).isEmpty();
  }

  @Test
  void aRemovedJobLeavesOtherJobsFeaturesInItsCollection() throws IOException {
    JobId job = Features.job(1);
    JobId guest = Features.job(2);
    write(job, 0, 0, 1, Features.named(0, "1", 1), Features.named(1, "2", 2));
    var own = visible(publish(job, 0, job.value(), Mode.REPLACE));
    write(guest, 0, 0, 1, Features.named(0, "2", 3));
    var joined = publish(guest, 0, job.value(), Mode.UPSERT);
    for (int i = 0; i < 2; i++) {
      opened.store().removed(job);
      assertThat(own.files()).noneMatch(f -> f.path().toFile().exists());
      assertThat(xs(job.value())).containsExactly(3);
      var left = opened.reads().collection(job.value()).orElseThrow();
      assertThat(left.features()).isEqualTo(1);
      assertThat(left.bounds()).isEqualTo(new Bounds(3, 0, 3, 0));
      assertThat(left.generation()).isEqualTo(3);
      assertThat(left.job()).isEqualTo(guest);
      assertThat(publish(guest, 0, job.value(), Mode.UPSERT)).isEqualTo(joined);
      reopen();
    }
    assertThat(opened.store().jobs()).isEmpty();
  }

  @Test
  void aWriteAfterADiscardIsFenced() throws IOException {
    JobId job = Features.job(1);
    write(job, 0, 0, 1, Features.point(0, 1, 1));
    opened.store().discard(job, 1);
    for (int round = 0; round < 2; round++) {
      assertThat(write(job, 0, round, 2, Features.point(0, 1, 1))).isEqualTo(Written.FENCED);
    }
    assertThat(opened.store().jobs()).isEmpty();
    assertThat(write(job, 0, 2, 3, Features.point(0, 1, 1))).isEqualTo(Written.APPLIED);
    assertThat(visible(publish(job, 2, 1)).features()).isEqualTo(1);
  }

  // Short forms.

  private Written write(JobId job, long chunk, int round, long fence, FeatureRow... rows)
      throws IOException {
    Written written = opened.store().write(Features.batch(job, chunk, round, fence, rows));
    if (written == Written.APPLIED) {
      waiting.merge(job, (long) rows.length, Long::sum);
    }
    return written;
  }

  /** Expects what the job wrote since it published last. */
  private Published publish(JobId job, int round, String collection, Mode mode) throws IOException {
    long expected = waiting.getOrDefault(job, 0L);
    waiting.remove(job);
    return opened.store().publish(Features.publication(job, round, expected, collection, mode));
  }

  private Published publish(JobId job, int round, long expected) throws IOException {
    return opened.store().publish(Features.publication(job, round, expected, ROADS, Mode.REPLACE));
  }

  private Published load(JobId job, Mode mode, FeatureRow... rows) throws IOException {
    write(job, 0, 0, 1, rows);
    return publish(job, 0, ROADS, mode);
  }

  private static Published.Visible visible(Published published) {
    assertThat(published).isInstanceOf(Published.Visible.class);
    return (Published.Visible) published;
  }

  private Page.Found found(Query query) throws IOException {
    Page page = opened.reads().items(query);
    assertThat(page).isInstanceOf(Page.Found.class);
    return (Page.Found) page;
  }

  private List<FeatureRow> items(String collection) throws IOException {
    return all(collection, null, 1000);
  }

  private List<FeatureRow> all(String collection, @Nullable Bounds box, int limit)
      throws IOException {
    List<FeatureRow> rows = new ArrayList<>();
    String cursor = "";
    do {
      Page.Found page = found(new Query(collection, box, cursor, limit));
      assertThat(page.rows()).hasSizeLessThanOrEqualTo(limit);
      rows.addAll(page.rows());
      cursor = page.next();
    } while (!cursor.isEmpty());
    return rows;
  }

  /** The x of every feature, in order. */
  private double[] xs(String collection) throws IOException {
    return items(collection).stream().mapToDouble(r -> r.bounds().minX()).sorted().toArray();
  }
}
