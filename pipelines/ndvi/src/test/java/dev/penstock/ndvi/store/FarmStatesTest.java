package dev.penstock.ndvi.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ndvi.farm.Boundary;
import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.farm.FarmDraft;
import dev.penstock.ndvi.scene.SceneOrder;
import dev.penstock.ndvi.store.FarmStates.Known;
import dev.penstock.ndvi.store.FarmStates.Standing;
import dev.penstock.raster.measure.Measurement.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FarmStatesTest {
  private static final long DAY = 86_400_000L;
  private static final long NOW = 1_000 * DAY;
  private static final Rules RULES = new Rules(List.of("ndvi"), 0.6, DAY);

  private static Observation seen(int daysAgo, double mean, double valid, double clouded) {
    var shares = new Shares(valid, clouded, 1 - valid - clouded, 0, 0);
    var stats =
        valid == 0
            ? null
            : new Figure.Stats(
                9, 9, mean, 0, mean, mean, List.of(mean, mean, mean, mean, mean), new double[40]);
    var figure = new Figure("ndvi", shares, valid == 0 ? null : 1.0, stats, false);
    return new Observation("a", 1, "ndvi", scene(daysAgo), figure, null, "job");
  }

  private static Observation failed(int daysAgo) {
    var failure = new Finding.Failure("raster.busy", "The host is busy.");
    return new Observation("a", 1, "ndvi", scene(daysAgo), null, failure, "job");
  }

  private static SceneOrder.Facts scene(int daysAgo) {
    return new SceneOrder.Facts(
        "k" + daysAgo, "S" + daysAgo, "c", NOW - daysAgo * DAY, "1", -1, 0, "none");
  }

  private static Known known(
      FarmDraft.Alerts alerts, Finding.@Nullable Failure trouble, Observation... recent) {
    var draft =
        new FarmDraft("a", "A", new Boundary(new byte[0], 1e4), true, Optional.empty(), alerts);
    return new Known(new Farm(draft, 1), List.of(recent), trouble, NOW, RULES, NOW);
  }

  private static Standing standing(Observation... recent) {
    return FarmStates.of(known(FarmDraft.Alerts.NONE, null, recent));
  }

  private static JsonNode json(Standing standing, @Nullable String job, long at) {
    var state = new FarmView.State(standing.status(), standing.staleAfter(), standing.body(), job);
    return JsonMapper.shared().readTree(FarmStates.json(state, at));
  }

  @Test
  void theNewestSceneThatShowsEnoughMakesTheState() {
    Standing standing =
        standing(seen(1, 0.9, 0.5, 0.5), seen(6, 0.4, 0.7, 0.3), seen(11, 0.6, 1, 0));
    JsonNode state = json(standing, null, NOW);
    assertThat(state.path("status").asString()).isEqualTo("ready");
    assertThat(state.at("/value/scene").asString()).isEqualTo("S6");
    assertThat(state.at("/trend/change").asDouble()).isEqualTo(-0.2);
  }

  @Test
  void aStateIsStaleOnceNobodyHasLookedForTooLongAndKeepsItsValue() {
    Standing standing = standing(seen(3, 0.4, 1, 0));
    assertThat(json(standing, null, NOW + DAY).path("status").asString()).isEqualTo("ready");
    JsonNode stale = json(standing, null, NOW + DAY + 1);
    assertThat(stale.path("status").asString()).isEqualTo("stale");
    assertThat(stale.at("/value/mean").asDouble()).isEqualTo(0.4);
  }

  @Test
  void aJobShowsAsProcessingOnlyWhereNothingIsKnownYet() {
    assertThat(json(standing(), "j1", NOW).path("status").asString()).isEqualTo("processing");
    JsonNode ready = json(standing(seen(3, 0.4, 1, 0)), "j1", NOW);
    assertThat(ready.path("status").asString()).isEqualTo("ready");
    assertThat(ready.path("job_url").asString()).isEqualTo("/v1/jobs/j1");
  }

  @Test
  void cloudsNothingAndTroubleAreToldApart() {
    assertThat(standing().status()).isEqualTo("no_imagery");
    assertThat(standing(seen(2, 0, 0, 0)).status()).isEqualTo("no_imagery");
    assertThat(standing(seen(2, 0, 0, 1)).status()).isEqualTo("too_cloudy");
    assertThat(standing(failed(2)).status()).isEqualTo("failed");
    assertThat(standing(seen(1, 0, 0, 1), failed(2)).status()).isEqualTo("too_cloudy");
    var trouble = new Finding.Failure("stac.busy", "Later.");
    Known known = known(FarmDraft.Alerts.NONE, trouble, seen(3, 0.4, 1, 0));
    JsonNode state = json(FarmStates.of(known), null, NOW);
    assertThat(state.path("status").asString()).isEqualTo("ready");
    assertThat(state.at("/last_error/code").asString()).isEqualTo("stac.busy");
  }

  @Test
  void alertsAreAgainstTheMedianOfFiveAndTheAgeOfTheLastClearOne() {
    var recent = new ArrayList<Observation>();
    recent.add(seen(20, 0.35, 1, 0));
    for (int i = 1; i <= 6; i++) {
      recent.add(seen(20 + 5 * i, i == 3 ? 0.1 : 0.6, 1, 0));
    }
    var wanted = new FarmDraft.Alerts(0.2, 14);
    JsonNode state =
        json(FarmStates.of(known(wanted, null, recent.toArray(Observation[]::new))), null, NOW);
    assertThat(state.at("/alerts/0/code").asString()).isEqualTo("farm.drop");
    assertThat(state.at("/alerts/1/code").asString()).isEqualTo("farm.too_old");
    assertThat(json(standing(recent.toArray(Observation[]::new)), null, NOW).path("alerts"))
        .isEmpty();
  }
}
