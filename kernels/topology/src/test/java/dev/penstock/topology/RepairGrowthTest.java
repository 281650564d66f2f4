package dev.penstock.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** However hard the polygons: work grows as they do, or ends at a limit. Counted, not timed. */
class RepairGrowthTest {
  private final PolygonRepair repair = new PolygonRepair(RepairLimits.DEFAULT);

  private Repair.Repaired repaired(FlatRings polygons) {
    Repair result = repair.repair(polygons);
    assertThat(result).isInstanceOf(Repair.Repaired.class);
    Repair.Repaired repaired = (Repair.Repaired) result;
    assertThat(new ValidityCheck().check(repaired.rings()).valid()).isTrue();
    return repaired;
  }

  private void growsLikeItsInput(IntFunction<FlatRings> shapes, int n, int larger) {
    FlatRings small = shapes.apply(n);
    repaired(small);
    double before = repair.steps() / (double) Measures.points(small);
    FlatRings large = shapes.apply(larger);
    repaired(large);
    double after = repair.steps() / (double) Measures.points(large);
    assertThat(after).as("steps a position, before %s", before).isLessThan(1.5 * before);
  }

  @Test
  void unitSquaresSideBySideAndOneBowtie() {
    growsLikeItsInput(HardPolygons::tiledSquares, 50, 200);
    assertThat(repaired(HardPolygons.tiledSquares(100)).counts().parts().after()).isEqualTo(3);
  }

  @Test
  void unitSquaresApartAndOneBowtie() {
    growsLikeItsInput(HardPolygons::scatteredSquares, 50, 200);
    Repair.Repaired repaired = repaired(HardPolygons.scatteredSquares(100));
    assertThat(repaired.counts().parts().after()).isEqualTo(10_002);
    assertThat(repaired.counts().untouchedRings()).isEqualTo(10_000);
  }

  @Test
  void aRingOf440_000VerticesThatTouchesItself() {
    growsLikeItsInput(HardPolygons::touchingBeads, 10_000, 110_000);
    assertThat(repaired(HardPolygons.touchingBeads(110_000)).counts().parts().after())
        .isEqualTo(110_000);
  }

  @Test
  void aRingOf440_000VerticesThatCrossesItself() {
    growsLikeItsInput(HardPolygons::crossingBeads, 10_000, 110_000);
    assertThat(repaired(HardPolygons.crossingBeads(110_000)).counts().computedPoints())
        .isEqualTo(2 * 109_999);
  }

  @Test
  void aSmallStarIsRepairedAndALargeOneHasTooManyCrossings() {
    FlatRings small = HardPolygons.star(301);
    assertThat(repaired(small).counts().computedPoints()).isGreaterThan(2 * 40_000);
    assertThat(repair.repair(HardPolygons.star(1_001)))
        .isInstanceOfSatisfying(
            Repair.OverBudget.class,
            over -> assertThat(over.bound()).isEqualTo(Repair.Bound.DEFECTS));
    assertThat(repair.steps()).isLessThan(10_000_000);
    // So many that the check itself stops counting.
    Repair.OverBudget over = (Repair.OverBudget) repair.repair(HardPolygons.star(20_001));
    assertThat(over.bound()).isEqualTo(Repair.Bound.DEFECTS);
    assertThat(over.found().complete()).isFalse();
    assertThat(over.found().count()).isLessThan(1_100_000);
  }

  @Test
  void whereBoxesDoNotHelpTheWorkEndsAtItsLimit() {
    FlatRings strips = HardPolygons.slantingStrips(4_000);
    Findings found = new ValidityCheck().check(strips);
    assertThat(found.complete()).isTrue();
    PolygonRepair bounded = new PolygonRepair(new RepairLimits(1_000, 10, 1_000_000, 100));
    assertThat(bounded.repair(strips, found))
        .isEqualTo(new Repair.OverBudget(found, Repair.Bound.STEPS));
    assertThat(bounded.steps()).isLessThan(4_000_000);
  }

  @Test
  void whereTheLimitOfWorkIsReachedDoesNotMatter() {
    FlatRings polygons = HardPolygons.crossingBeads(300);
    Findings found = new ValidityCheck().check(polygons);
    repaired(polygons);
    long steps = repair.steps();
    for (long enough = 0; enough < steps; enough += Math.max(1, steps / 50)) {
      PolygonRepair bounded = new PolygonRepair(new RepairLimits(10_000, 10, enough, 0));
      assertThat(bounded.repair(polygons, found))
          .isEqualTo(new Repair.OverBudget(found, Repair.Bound.STEPS));
    }
    assertThat(new PolygonRepair(new RepairLimits(10_000, 10, steps, 0)).repair(polygons, found))
        .isInstanceOf(Repair.Repaired.class);
  }

  @Test
  void manyWedgesThatMeetInOnePoint() {
    assertThat(repaired(HardPolygons.wheel(500)).counts().parts()).isNotNull();
    FlatRings wheel = HardPolygons.wheel(4_000);
    Findings found = new ValidityCheck().check(wheel);
    PolygonRepair bounded = new PolygonRepair(new RepairLimits(1_000, 10, 1_000_000, 100));
    assertThat(bounded.repair(wheel, found))
        .isEqualTo(new Repair.OverBudget(found, Repair.Bound.STEPS));
  }

  @Test
  void anInterruptIsAnAnswerAndTheThreadStaysInterrupted() {
    FlatRings polygons = HardPolygons.crossingBeads(60_000);
    Findings found = new ValidityCheck().check(polygons);
    Thread.currentThread().interrupt();
    Repair result = repair.repair(polygons, found);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isEqualTo(new Repair.OverBudget(found, Repair.Bound.INTERRUPT));
    assertThat(repair.steps()).isLessThan(2_500_000);
  }

  @Test
  void anInterruptedCheckIsNoVerdictOnThePolygons() {
    FlatRings strips = HardPolygons.slantingStrips(20_000);
    Thread.currentThread().interrupt();
    Repair result = repair.repair(strips);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result)
        .isInstanceOfSatisfying(
            Repair.OverBudget.class,
            over -> assertThat(over.bound()).isEqualTo(Repair.Bound.INTERRUPT));
  }
}
