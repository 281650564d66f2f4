package dev.penstock.ndvi;

import dev.penstock.job.Problem;
import dev.penstock.job.Tally;
import dev.penstock.ndvi.farm.FarmsFile;
import dev.penstock.ndvi.scene.Imagery;
import dev.penstock.ndvi.scene.SceneOrder;
import dev.penstock.ndvi.scene.Scenes;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageResult;
import dev.penstock.pipeline.Toll;
import dev.penstock.raster.source.Deadline;
import dev.penstock.stac.Duplicates;
import dev.penstock.stac.Item;
import dev.penstock.stac.Search;
import dev.penstock.stac.StacException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One run of the search stage over the farms of a job. */
final class Searching {
  private static final Duration WINDOW = Duration.ofDays(31);
  private static final int PAGE = 250;
  private static final int SPAWNS = 64;

  /** A scene starts at most so many chunks, so that a step has room for them. */
  private static final int MOST_CHUNKS = 500;

  private final StageContext context;
  private final Imagery imagery;
  private final NdviSettings settings;
  private final URI root;
  private final NdviInputs inputs;
  private final List<Spawn> spawns = new ArrayList<>();
  private long items;

  Searching(StageContext context, Imagery imagery, NdviSettings settings, URI root) {
    this.context = context;
    this.imagery = imagery;
    this.settings = settings;
    this.root = root;
    this.inputs = NdviInputs.of(context.inputs());
  }

  /** A scene, and the farms that it may show. */
  private record Shown(Scenes.Chosen scene, TreeSet<Integer> farms) {}

  /** What the searches of one span of time brought. */
  private record Brought(SortedMap<String, Shown> scenes, List<Failed> failures) {}

  /** Farms that no scenes could be looked for. */
  private record Failed(List<Integer> farms, Finding.Failure failure) {}

  /** Trouble that may pass ends the run. */
  private static final class Later extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient StacException why;

    Later(StacException why) {
      super(why.getMessage());
      this.why = why;
    }
  }

  StageResult from(SearchCursor cursor) throws IOException, InterruptedException {
    Instant to = Instant.ofEpochMilli(cursor.to());
    Instant from = NdviInputs.from(context.inputs(), to);
    SearchGrid grid = SearchGrid.of(new FarmsFile(context.blobs(), cursor.farms()).all());
    SearchCursor at = cursor;
    try {
      for (Instant start = from.plus(WINDOW.multipliedBy(at.window()));
          !start.isAfter(to) && grid.farms() > 0;
          start = start.plus(WINDOW)) {
        Instant last = start.plus(WINDOW).minusMillis(1);
        Brought brought = search(grid, start, last.isAfter(to) ? to : last);
        at = start(at, brought);
        at = new SearchCursor(at.farms(), at.to(), at.window() + 1, "", at.seen());
        checkpoint(at);
      }
    } catch (Later e) {
      var problem = new Problem(e.why.fault().code(), String.valueOf(e.why.getMessage()));
      return new StageResult.RetryLater(problem, e.why.pause().orElse(null));
    }
    without(at, grid.farms());
    return StageResult.done(Tally.ofOk(items), List.copyOf(spawns));
  }

  private Brought search(SearchGrid grid, Instant from, Instant to)
      throws Later, InterruptedException {
    var scenes = new TreeMap<String, Shown>();
    var failures = new ArrayList<Failed>();
    for (SearchGrid.Cell cell : grid.cells()) {
      var search =
          new Search(
              inputs.catalogue().collections(),
              cell.box(),
              from,
              to,
              inputs.catalogue().mostCloud(),
              PAGE);
      try {
        var found = imagery.catalogues().search(root, search, Deadline.in(settings.searchTime()));
        for (Item item : Duplicates.resolved(found.items())) {
          take(item, cell, scenes);
        }
      } catch (StacException e) {
        if (e.fault().passing() && context.chunk().attempt() < settings.patience().attempts()) {
          throw new Later(e);
        }
        failures.add(
            new Failed(
                cell.farms(),
                new Finding.Failure(e.fault().code(), String.valueOf(e.getMessage()))));
      }
    }
    return new Brought(scenes, failures);
  }

  private void take(Item item, SearchGrid.Cell cell, SortedMap<String, Shown> scenes) {
    List<Integer> farms = cell.touching(item.box());
    Scenes.Chosen chosen = scenes().of(item);
    if (farms.isEmpty() || chosen instanceof Scenes.Foreign) {
      return;
    }
    scenes
        .computeIfAbsent(
            Duplicates.sceneKey(item) + " " + item.id(), key -> new Shown(chosen, new TreeSet<>()))
        .farms()
        .addAll(farms);
  }

  private Scenes scenes() {
    boolean files = imagery.files() && "file".equals(root.getScheme());
    return new Scenes(inputs.bands(), inputs.offset(), files);
  }

  /** Starts the chunks of a span of time. */
  private SearchCursor start(SearchCursor cursor, Brought brought) throws IOException {
    SearchCursor at = cursor;
    for (var entry : brought.scenes().tailMap(at.after() + "\0").entrySet()) {
      Shown shown = entry.getValue();
      shown.farms().forEach(at::see);
      spawn(at, List.copyOf(shown.farms()), shown.scene());
      at = new SearchCursor(at.farms(), at.to(), at.window(), entry.getKey(), at.seen());
      if (spawns.size() >= SPAWNS) {
        checkpoint(at);
      }
    }
    for (Failed failed : brought.failures()) {
      failed.farms().forEach(at::see);
      cut(failed.farms(), part -> add(at(cursor, part, null, null, failed.failure()), null));
    }
    return at;
  }

  private void spawn(SearchCursor at, List<Integer> farms, Scenes.Chosen scene) throws IOException {
    switch (scene) {
      case Scenes.Usable(var order) -> {
        String host = URI.create(order.bands().getFirst().href()).getHost();
        cut(farms, part -> add(at(at, part, order, null, null), host));
      }
      case Scenes.Lacking(var facts, var problem) -> {
        var failure = new Finding.Failure(problem.code(), problem.detail());
        cut(farms, part -> add(at(at, part, null, facts, failure), null));
      }
      case Scenes.Foreign _ -> throw new IllegalStateException("was left out before");
    }
  }

  private static Orders.Measure at(
      SearchCursor cursor,
      List<Integer> farms,
      @Nullable SceneOrder scene,
      SceneOrder.@Nullable Facts facts,
      Finding.@Nullable Failure failure) {
    return new Orders.Measure(cursor.farms(), farms, scene, facts, failure);
  }

  /** Does something with a part of a list. */
  @FunctionalInterface
  private interface Part {
    void take(List<Integer> farms) throws IOException;
  }

  private void cut(List<Integer> farms, Part each) throws IOException {
    int size = Math.max(settings.farmsInChunk(), farms.size() / MOST_CHUNKS + 1);
    for (int from = 0; from < farms.size(); from += size) {
      each.take(farms.subList(from, Math.min(farms.size(), from + size)));
    }
  }

  private void add(Orders.Measure order, @Nullable String host) throws IOException {
    int count = order.numbers().size();
    var payload = Orders.payload(context, "order-" + items, order);
    Spawn spawn = Spawn.of(payload, Tally.ofOk(count));
    spawns.add(host == null ? spawn : spawn.through(Toll.of(gate(host))));
    items += count;
  }

  /** The gate that a host's wish to be left alone closes. */
  static String gate(String host) {
    return "imagery/" + host.substring(0, Math.min(host.length(), 180));
  }

  /** Farms that no scene was found for are told so. */
  private void without(SearchCursor at, int count) throws IOException {
    var unseen = new ArrayList<Integer>();
    for (int farm = 0; farm < count; farm++) {
      if (!at.saw(farm)) {
        unseen.add(farm);
      }
    }
    cut(unseen, part -> add(at(at, part, null, null, null), null));
  }

  private void checkpoint(SearchCursor at) {
    context.checkpoint(Orders.bytes(at), Tally.ofOk(items), List.copyOf(spawns), null);
    spawns.clear();
    items = 0;
  }
}
