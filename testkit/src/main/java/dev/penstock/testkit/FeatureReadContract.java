package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.geometry.store.Bounds;
import dev.penstock.geometry.store.FeatureCollections;
import dev.penstock.geometry.store.FeatureCollections.Page;
import dev.penstock.geometry.store.FeatureCollections.Query;
import dev.penstock.geometry.store.FeatureCollections.Wanted;
import dev.penstock.geometry.store.FeatureRow;
import dev.penstock.geometry.store.Publication.Mode;
import dev.penstock.geometry.store.Published;
import dev.penstock.geometry.store.PublishedRows;
import dev.penstock.geometry.store.Srs;
import dev.penstock.geometry.store.Written;
import dev.penstock.job.JobId;
import dev.penstock.testkit.FeatureStoreContract.Opened;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every feature store that is read promises to its readers, beyond pages: single features,
 * filters, and a job's own rows. Extend it in the store's module; add no cases there.
 */
@NullMarked
public abstract class FeatureReadContract {
  private static final String ROADS = "roads";
  private static final Srs SRS = Features.WGS84;

  private Opened opened;
  private long written;

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

  private void write(JobId job, long chunk, int round, long fence, FeatureRow... rows)
      throws IOException {
    assertThat(opened.store().write(Features.batch(job, chunk, round, fence, rows)))
        .isEqualTo(Written.APPLIED);
    written += rows.length;
  }

  private void publish(JobId job, int round, String collection, Mode mode) throws IOException {
    assertThat(opened.store().publish(Features.publication(job, round, written, collection, mode)))
        .isInstanceOf(Published.Visible.class);
    written = 0;
  }

  // What a job published, read again.

  @Test
  void whatAJobPublishedIsReadAgainInItsOrderWhateverComesLater() throws IOException {
    JobId job = Features.job(1);
    FeatureRow[] rows = Features.grid(0, 250);
    write(job, 1, 0, 7, Arrays.copyOfRange(rows, 100, 250));
    write(job, 0, 0, 7, Arrays.copyOfRange(rows, 0, 100));
    assertThat(opened.store().published(job, 0)).isEmpty();
    publish(job, 0, ROADS, Mode.REPLACE);
    JobId later = Features.job(2);
    write(later, 0, 0, 7, Features.point(0, 9, 9));
    publish(later, 0, ROADS, Mode.REPLACE);
    reopen();
    PublishedRows published = opened.store().published(job, 0).orElseThrow();
    assertThat(published.features()).isEqualTo(250);
    assertThat(published.srs()).isEqualTo(SRS);
    for (int pass = 0; pass < 2; pass++) {
      assertThat(read(published)).usingRecursiveComparison().isEqualTo(List.of(rows));
    }
    assertThat(published.heaviest()).isBetween(40L, 100L);
    assertThat(opened.store().published(Features.job(3), 0)).isEmpty();
  }

  @Test
  void laterRoundsAreReadWithTheEarlierOnesButNotBefore() throws IOException {
    JobId job = Features.job(1);
    write(job, 0, 0, 7, Features.point(0, 1, 1));
    publish(job, 0, ROADS, Mode.REPLACE);
    write(job, 1, 1, 8, Features.point(5, 2, 2));
    publish(job, 1, ROADS, Mode.REPLACE);
    assertThat(read(opened.store().published(job, 0).orElseThrow()))
        .extracting(FeatureRow::item)
        .containsExactly(0L);
    assertThat(read(opened.store().published(job, 1).orElseThrow()))
        .extracting(FeatureRow::item)
        .containsExactly(0L, 5L);
  }

  private static List<FeatureRow> read(PublishedRows published) throws IOException {
    var rows = new ArrayList<FeatureRow>();
    try (PublishedRows.Cursor cursor = published.open()) {
      for (FeatureRow row = cursor.next(); row != null; row = cursor.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  // Filters and single features.

  @Test
  void aFilterLeavesOutRowsAndPagesStayFull() throws IOException {
    JobId job = Features.job(1);
    write(job, 0, 0, 7, Features.grid(0, 3_000));
    publish(job, 0, ROADS, Mode.REPLACE);
    for (Bounds box : new @Nullable Bounds[] {null, new Bounds(-1, -1, 100, 100)}) {
      var found = new ArrayList<Long>();
      String cursor = "";
      do {
        var query = new Query(ROADS, box, cursor, 100, row -> row.item() % 7 == 3);
        Page.Found page = (Page.Found) opened.reads().items(query);
        page.rows().forEach(row -> found.add(row.item()));
        cursor = page.next();
        assertThat(cursor.isEmpty() || page.rows().size() == 100).isTrue();
      } while (!cursor.isEmpty());
      assertThat(found)
          .isEqualTo(
              IntStream.range(0, 3_000).filter(i -> i % 7 == 3).mapToObj(Long::valueOf).toList());
    }
  }

  @Test
  void oneFeatureIsFoundByItsIdOrItsPlaceAndTheNewestWins() throws IOException {
    JobId first = Features.job(1);
    write(
        first,
        0,
        0,
        7,
        Features.named(0, "\"a\"", 1),
        Features.named(1, "7", 2),
        Features.named(2, null, 3));
    publish(first, 0, ROADS, Mode.REPLACE);
    assertThat(one("\"a\"", "")).extracting(FeatureRow::item).containsExactly(0L);
    assertThat(one("7", "")).extracting(FeatureRow::item).containsExactly(1L);
    assertThat(one("\"7\"", "")).isEmpty();
    Page.Found page = (Page.Found) opened.reads().items(new Query(ROADS, null, "", 10));
    assertThat(one("\"none\"", page.places().get(2)))
        .extracting(FeatureRow::item)
        .containsExactly(2L);
    JobId second = Features.job(2);
    write(second, 0, 0, 7, Features.named(9, "\"a\"", 8));
    publish(second, 0, ROADS, Mode.UPSERT);
    assertThat(one("\"a\"", "")).extracting(FeatureRow::item).containsExactly(9L);
    assertThat(opened.reads().item("nowhere", new Wanted(List.of("7"), "")))
        .isInstanceOf(Page.NoSuchCollection.class);
  }

  private List<FeatureRow> one(String id, String place) throws IOException {
    Page page = opened.reads().item(ROADS, new Wanted(List.of(id), place));
    return ((Page.Found) page).rows();
  }

  @Test
  void theNamesOfPropertiesAreKnown() throws IOException {
    JobId job = Features.job(1);
    write(job, 0, 0, 7, Features.point(0, 1, 1));
    publish(job, 0, ROADS, Mode.REPLACE);
    FeatureCollections.Properties properties = opened.reads().properties(ROADS);
    assertThat(properties.all()).isTrue();
    assertThat(properties.known())
        .containsExactly(
            new FeatureCollections.Property("name", "string"),
            new FeatureCollections.Property("n", "integer"));
    assertThat(opened.reads().properties("nowhere").known()).isEmpty();
  }
}
