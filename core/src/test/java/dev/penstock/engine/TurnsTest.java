package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Turns.Place;
import dev.penstock.pipeline.Toll;
import dev.penstock.pipeline.Versions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Turns<String> turns = new Turns<>();
  private final Map<String, Instant> closed = new HashMap<>();
  private int asked;

  private Instant opens(Toll toll) {
    asked++;
    return closed.getOrDefault(toll.gate(), NOW);
  }

  private static Place<String> place(String tenant, String gate) {
    Optional<Toll> toll = gate.isEmpty() ? Optional.empty() : Optional.of(Toll.of(gate));
    return new Place<>(tenant, 1, 0, toll, "job of " + tenant);
  }

  private String take(Instant now, long cost) {
    Place<String> place = turns.next(Versions.ANY, this::opens, now);
    if (place == null) {
      return "nobody";
    }
    turns.took(place, cost);
    turns.add(place, -1);
    return place.tenant();
  }

  @Test
  void closedGatesAreAskedOnceAndNotByEachClaim() {
    for (int i = 0; i < 1_000; i++) {
      closed.put("g" + i, Instant.MAX);
      turns.add(place("acme", "g" + i), 100);
    }
    turns.add(place("acme", ""), 100);
    for (int i = 0; i < 100; i++) {
      assertThat(take(NOW, 1)).isEqualTo("acme");
    }
    assertThat(take(NOW, 1)).isEqualTo("nobody");
    assertThat(asked).isEqualTo(1_000);
    closed.remove("g7");
    assertThat(take(NOW, 1)).isEqualTo("nobody");
    turns.open("g7");
    assertThat(take(NOW, 1)).isEqualTo("acme");
    assertThat(asked).isEqualTo(1_001);
  }

  @Test
  void gatesThatOpenByTimeAreAskedAgainThen() {
    closed.put("rate", NOW.plusSeconds(1));
    turns.add(place("acme", "rate"), 2);
    assertThat(take(NOW, 1)).isEqualTo("nobody");
    assertThat(turns.opens()).isEqualTo(NOW.plusSeconds(1));
    assertThat(take(NOW.plusMillis(999), 1)).isEqualTo("nobody");
    assertThat(asked).isEqualTo(1);
    assertThat(take(NOW.plusSeconds(1), 1)).isEqualTo("acme");
    assertThat(turns.opens()).isNull();
  }

  /** Some always have much, some bring a chunk at a time, and all are served alike. */
  @Test
  void whoeverWaitsIsServedAsMuchAsOthersWhateverItBringsAtATime() {
    for (int seed = 0; seed < 50; seed++) {
      var random = new SplittableRandom(seed);
      var tenants = List.of("a", "b", "c", "d");
      var costs = new HashMap<String, Integer>();
      var served = new HashMap<String, Long>();
      turns.clear();
      for (String tenant : tenants) {
        costs.put(tenant, 1 + random.nextInt(60));
        served.put(tenant, 0L);
        turns.add(place(tenant, ""), random.nextBoolean() ? 1 : 10_000);
      }
      for (int i = 0; i < 2_000; i++) {
        Place<String> place = Objects.requireNonNull(turns.next(Versions.ANY, this::opens, NOW));
        int cost = costs.getOrDefault(place.tenant(), 0);
        turns.took(place, cost);
        turns.add(place, -1);
        turns.add(place, 1);
        served.merge(place.tenant(), (long) cost, Long::sum);
        for (String one : tenants) {
          for (String other : tenants) {
            long ahead = served.getOrDefault(one, 0L) - served.getOrDefault(other, 0L);
            int bound = costs.getOrDefault(one, 0) + costs.getOrDefault(other, 0);
            assertThat(ahead).as("%s beyond %s, seed %d", one, other, seed).isLessThan(bound + 1);
          }
        }
      }
    }
  }

  @Test
  void aDebtIsPaidWhileOthersWaitAndForgottenWhenNobodyDoes() {
    turns.add(place("large", ""), 1);
    turns.add(place("small", ""), 100);
    assertThat(take(NOW, 50)).isEqualTo("large");
    turns.add(place("large", ""), 1);
    for (int i = 0; i < 50; i++) {
      assertThat(take(NOW, 1)).as("turn %d", i).isEqualTo("small");
    }
    var next = new ArrayList<String>(List.of(take(NOW, 50), take(NOW, 1)));
    assertThat(next).containsExactlyInAnyOrder("large", "small");
    while (!take(NOW, 1).equals("nobody")) {}
    turns.add(place("large", ""), 1);
    turns.add(place("other", ""), 1);
    assertThat(take(NOW, 1)).isEqualTo("large");
  }
}
