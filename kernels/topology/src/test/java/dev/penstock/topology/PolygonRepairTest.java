package dev.penstock.topology;

import static dev.penstock.topology.Shapes.square;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolygonRepairTest {
  private final PolygonRepair repair = new PolygonRepair(RepairLimits.DEFAULT);

  private Repair.Repaired repaired(Shapes shapes) {
    Repair result = repair.repair(shapes.flat());
    assertThat(result).isInstanceOf(Repair.Repaired.class);
    Repair.Repaired repaired = (Repair.Repaired) result;
    assertThat(new ValidityCheck().check(repaired.rings()).valid()).isTrue();
    return repaired;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a bowtie | CROSSINGS | POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0)) "
            + "| MULTIPOLYGON (((0 0, 2 2, 0 4, 0 0)), ((2 2, 4 0, 4 4, 2 2)))",
        "a spike | SHARED_POINTS | POLYGON ((0 0, 4 0, 4 6, 4 4, 0 0)) "
            + "| MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)))",
        "a ring that touches itself | TOUCHES | POLYGON ((0 0, 8 0, 4 4, 8 8, 0 8, 4 4, 0 0)) "
            + "| MULTIPOLYGON (((0 0, 8 0, 4 4, 0 0)), ((0 8, 4 4, 8 8, 0 8)))",
        "a ring closed around a hole | TOUCHES "
            + "| POLYGON ((0 0, 8 0, 8 8, 0 8, 0 0, 2 6, 6 6, 6 2, 0 0)) "
            + "| MULTIPOLYGON (((0 0, 8 0, 8 8, 0 8, 0 0), (0 0, 2 6, 6 6, 6 2, 0 0)))",
        "a double winding | TOUCHES | POLYGON ((0 0, 4 0, 4 4, 0 0, 4 0, 4 4, 0 0)) "
            + "| MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)))",
        "a hole outside | ROLES | POLYGON ((0 0, 4 0, 4 4, 0 0), (6 0, 8 0, 8 2, 6 0)) "
            + "| MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)), ((6 0, 8 0, 8 2, 6 0)))",
        "a hole that touches from outside | TOUCHES "
            + "| POLYGON ((0 0, 4 0, 4 4, 0 0), (4 0, 8 0, 8 2, 4 0)) "
            + "| MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)))",
        "a hole in a hole | ROLES "
            + "| POLYGON ((0 0, 9 0, 9 9, 0 0), (4 1, 8 1, 8 5, 4 1), (6 2, 7 2, 7 3, 6 2)) "
            + "| MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0), (4 1, 8 5, 8 1, 4 1)))",
        "a hole as large as its shell and one apart | TOUCHES "
            + "| POLYGON ((0 0, 4 0, 4 4, 0 0), (0 0, 4 4, 4 0, 0 0), (6 0, 8 0, 8 2, 6 0)) "
            + "| MULTIPOLYGON (((6 0, 8 0, 8 2, 6 0)))",
        "nested polygons | ROLES | MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((4 1, 8 1, 8 5, 4 1))) "
            + "| MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)))",
        "a shared edge | TOUCHES | MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)), ((0 0, 4 4, 0 4, 0 0))) "
            + "| MULTIPOLYGON (((0 0, 4 0, 4 4, 0 4, 0 0)))",
        "a vertex on an edge | SHARED_POINTS "
            + "| POLYGON ((0 0, 8 0, 8 8, 6 8, 4 0, 2 8, 0 8, 0 0)) "
            + "| MULTIPOLYGON (((0 0, 4 0, 2 8, 0 8, 0 0)), ((4 0, 8 0, 8 8, 6 8, 4 0)))",
        "polygons that cross | CROSSINGS "
            + "| MULTIPOLYGON (((0 0, 4 0, 4 4, 0 4, 0 0)), ((2 2, 6 2, 6 6, 2 6, 2 2))) "
            + "| MULTIPOLYGON (((0 0, 4 0, 4 2, 6 2, 6 6, 2 6, 2 4, 0 4, 0 0)))",
        "a hole that cuts its polygon | TOUCHES "
            + "| POLYGON ((0 0, 4 -4, 8 0, 4 4, 0 0), (0 0, 4 -1, 8 0, 4 1, 0 0)) "
            + "| MULTIPOLYGON (((0 0, 4 -4, 8 0, 4 -1, 0 0)), ((0 0, 4 1, 8 0, 4 4, 0 0)))",
        "too few points in a hole | ROLES | POLYGON ((0 0, 4 0, 4 4, 0 0), (3 1, 3 2, 3 1, 3 1)) "
            + "| MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)))",
      })
  void aDefectIsRepaired(String name, Rung rung, String given, String expected) {
    Repair result = repair.repair(Shapes.wkt(given));
    assertThat(result)
        .isInstanceOfSatisfying(
            Repair.Repaired.class,
            repaired -> {
              assertThat(repaired.rung()).isEqualTo(rung);
              assertThat(Shapes.jts(repaired.rings()).norm().toText())
                  .isEqualTo(Shapes.jts(Shapes.wkt(expected)).norm().toText());
            });
  }

  @Test
  void validPolygonsAreUntouched() {
    assertThat(repair.repair(new Shapes().shell(square(0, 0, 4)).flat()))
        .isInstanceOf(Repair.Untouched.class);
  }

  @Test
  void polygonsThatEncloseNothingAreEmpty() {
    assertThat(repair.repair(Shapes.wkt("POLYGON ((0 0, 4 4, 8 8, 0 0))")))
        .isInstanceOf(Repair.Empty.class);
    assertThat(repair.repair(Shapes.wkt("POLYGON ((0 0, 4 4, 0 0, 0 0), (1 0, 2 0, 2 1, 1 0))")))
        .isInstanceOf(Repair.Empty.class);
  }

  @Test
  void untouchedRingsKeepTheirPositionsAndDirection() {
    double[] clockwise = {20.1, 0.2, 20.3, 7.7, 27.9, 7.1, 20.1, 0.2};
    double[] hole = {21, 5, 22, 6, 21, 6.5, 21, 5};
    Repair.Repaired repaired =
        repaired(new Shapes().shell(0, 0, 4, 4, 4, 0, 0, 4, 0, 0).shell(clockwise).hole(hole));
    assertThat(repaired.counts().untouchedRings()).isEqualTo(2);
    FlatRings rings = repaired.rings();
    int ring = rings.firstRing(rings.parts() - 1);
    int from = 2 * rings.firstPosition(ring);
    assertThat(Arrays.copyOfRange(rings.ordinates(), from, from + 8)).containsExactly(clockwise);
    assertThat(Arrays.copyOfRange(rings.ordinates(), from + 8, from + 16)).containsExactly(hole);
  }

  @Test
  void heightsStayAndThoseOfCrossingsLieBetweenTheirEdges() {
    double[] bowtie = {0, 0, 1, 4, 4, 5, 4, 0, 20, 0, 4, 40, 0, 0, 1};
    FlatRings given = new FlatRings(bowtie, 3, new int[] {0, 5}, new int[] {0, 1});
    FlatRings rings = ((Repair.Repaired) repair.repair(given)).rings();

    assertThat(rings.stride()).isEqualTo(3);
    assertThat(triples(rings))
        .containsExactlyInAnyOrder(
            List.of(0.0, 0.0, 1.0),
            List.of(2.0, 2.0, 16.5),
            List.of(0.0, 4.0, 40.0),
            List.of(2.0, 2.0, 16.5),
            List.of(2.0, 2.0, 16.5),
            List.of(4.0, 0.0, 20.0),
            List.of(4.0, 4.0, 5.0),
            List.of(2.0, 2.0, 16.5));
  }

  @Test
  void heightsChangeNothingElse() {
    for (RandomPolygons.Kind kind : RandomPolygons.Kind.values()) {
      for (int seed = 0; seed < Rounds.of(100); seed++) {
        FlatRings flat = new RandomPolygons(seed).next(kind);
        FlatRings raised = Shapes.withHeights(flat);
        if (repair.repair(flat) instanceof Repair.Repaired plain) {
          Repair.Repaired made = (Repair.Repaired) repair.repair(raised);
          assertThat(made.rung()).isEqualTo(plain.rung());
          assertThat(made.rings().ringStart()).isEqualTo(plain.rings().ringStart());
          assertThat(made.rings().partStart()).isEqualTo(plain.rings().partStart());
          assertThat(pairs(made.rings())).isEqualTo(pairs(plain.rings()));
          Set<List<Double>> heights = Set.copyOf(triples(raised));
          Set<List<Double>> places = Set.copyOf(pairs(raised));
          assertThat(triples(made.rings()))
              .allSatisfy(
                  at -> {
                    assertThat(at.get(2)).isBetween(0.0, 6.0);
                    // A crossing may be computed to lie where a vertex of somebody else is.
                    boolean computed = plain.rung() == Rung.CROSSINGS;
                    boolean known = places.contains(at.subList(0, 2));
                    assertThat(heights.contains(at) || computed || !known).isTrue();
                  });
        }
      }
    }
  }

  private static List<List<Double>> triples(FlatRings rings) {
    return positions(rings, 3);
  }

  private static List<List<Double>> pairs(FlatRings rings) {
    return positions(rings, 2);
  }

  private static List<List<Double>> positions(FlatRings rings, int numbers) {
    List<List<Double>> all = new ArrayList<>();
    for (int p = 0; p < Measures.points(rings); p++) {
      int at = p * rings.stride();
      all.add(
          Arrays.stream(rings.ordinates(), at, at + numbers).map(v -> v + 0.0).boxed().toList());
    }
    return all;
  }

  @Test
  void whatChangedIsCounted() {
    RepairCounts counts =
        repaired(new Shapes().shell(0, 0, 4, 4, 4, 0, 0, 4, 0, 0).hole(square(9, 0, 1))).counts();
    assertThat(counts.points()).isEqualTo(new RepairCounts.Change(10, 13));
    assertThat(counts.rings()).isEqualTo(new RepairCounts.Change(2, 3));
    assertThat(counts.parts()).isEqualTo(new RepairCounts.Change(1, 3));
    assertThat(counts.untouchedRings()).isEqualTo(1);
    assertThat(counts.computedPoints()).isEqualTo(2);
    assertThat(counts.areaBefore()).isEqualTo(-1);
    assertThat(counts.areaAfter()).isEqualTo(9);
    assertThat(counts.areaDelta()).isEqualTo(10);
    assertThat(counts.areaChange()).isEqualTo(1);
    assertThat(counts.parts().by()).isEqualTo(2);
    assertThat(counts.becomesMany()).isTrue();
  }

  @Test
  void theChangeOfAreaIsAPartOfTheLargerArea() {
    // 16 + 4 before, the smaller of them covered twice: 16 after.
    RepairCounts nested =
        repaired(new Shapes().shell(square(0, 0, 4)).shell(square(1, 1, 2))).counts();
    assertThat(nested.areaDelta()).isEqualTo(-4);
    assertThat(nested.areaChange()).isEqualTo(0.2);
    assertThat(nested.becomesMany()).isFalse();
    // A bowtie of halves as large as each other covers nothing as given.
    RepairCounts bowtie = repaired(new Shapes().shell(0, 0, 4, 4, 4, 0, 0, 4, 0, 0)).counts();
    assertThat(bowtie.areaBefore()).isZero();
    assertThat(bowtie.areaChange()).isEqualTo(1);
    RepairCounts touch =
        repaired(new Shapes().shell(0, 0, 8, 0, 4, 4, 8, 8, 0, 8, 4, 4, 0, 0)).counts();
    assertThat(touch.areaChange()).isZero();
    assertThat(touch.becomesMany()).isTrue();
  }

  @Test
  void moreDefectsThanTheLimitAreOverBudget() {
    Shapes shapes = new Shapes();
    for (int i = 0; i < 40; i++) {
      shapes.shell(i, -1, i + 0.5, -1, i + 0.5, 40, i, 40, i, -1);
      shapes.shell(-1, i, -1, i + 0.5, 40, i + 0.5, 40, i, -1, i);
    }
    assertThat(new PolygonRepair(new RepairLimits(6_000, 10)).repair(shapes.flat()))
        .isInstanceOf(Repair.OverBudget.class);
    assertThat(repaired(shapes).counts().parts().after()).isEqualTo(1);
  }

  @Test
  void manyHolesApartFromTheirShellBecomePolygons() {
    Shapes shapes = new Shapes().shell(square(-9, -9, 1));
    int side = 150;
    for (int i = 0; i < side * side; i++) {
      int row = i / side;
      shapes.hole(square(2 * (i % side), 2 * row, 1));
    }
    assertThat(repaired(shapes).counts().parts().after()).isEqualTo(side * side + 1);
  }

  @Test
  void ringsInRingsAreRepairedHoweverDeep() {
    Shapes shapes = new Shapes();
    for (int i = 0; i < 400; i++) {
      shapes.shell(square(i, i, 2_000 - 2 * i));
    }
    assertThat(repaired(shapes).counts().rings().after()).isEqualTo(1);
  }

  /** Ten edges whose ends differ in size by 500 orders of magnitude. */
  private static final double[] WILD = {
    -2.283755831981284E-149,
    8.638194515887142E-300,
    -8.098587401637211E-164,
    2.2969055704459167E-83,
    4.358184427277376,
    1.729386785442185E-73,
    -6.576539571930968E-98,
    -1.4038045213198763E-190,
    -4.568650169775984E-211,
    7.870517866821716E-56,
    -1.1563158909717846E-204,
    9.409470480624243E103,
    3.469745129629599E-220,
    -5.592341023456791E206,
    -9.51170843460075E-22,
    1.4568244225349306E-267,
    4.2954063327418E221,
    -9.669479329047621E-76,
    -2.283755831981284E-149,
    8.638194515887142E-300
  };

  @Test
  void ordinatesThatCannotBeComparedExactlyAreADefectOfTheirOwn() {
    Repair result = repair.repair(new Shapes().shell(WILD).flat());

    assertThat(result).isInstanceOf(Repair.OverBudget.class);
    assertThat(result.found().defects().getFirst().kind()).isEqualTo(DefectKind.ORDINATE_RANGE);
    double huge = 1e308;
    double[] bowtie = {-huge, -huge, huge, huge, huge, -huge, -huge, huge, -huge, -huge};
    assertThat(new ValidityCheck().check(new Shapes().shell(bowtie).flat()).valid()).isFalse();
  }

  @Test
  void zerosAndTheLargestSizesThatCanBeComparedAreInRange() {
    double big = 1e150;
    double[] triangle = {0, -0.0, big, 1e-140, big, big, 0, 0};
    assertThat(new ValidityCheck().check(new Shapes().shell(triangle).flat()).valid()).isTrue();
  }

  @Test
  void aRepairThatInsertsMorePointsRoundAfterRoundIsGivenUp() {
    // Rounding bends edges by more than their distance: without a bound, millions of points.
    int givenUp = 0;
    for (int seed = 0; seed < 1_200; seed++) {
      Effort effort = Effort.ofRepair(RepairLimits.DEFAULT);
      Noding noding = new Noding(wild(seed), RepairLimits.DEFAULT, effort);
      Noding.Outcome outcome = noding.run();
      assertThat(noding.inserted()).as("seed %d", seed).isLessThan(15_000);
      givenUp += outcome == Noding.Outcome.NOT_CONVERGED ? 1 : 0;
    }
    assertThat(givenUp).isPositive();
  }

  /** Ten edges within the range, but as different in size as that allows. */
  private static FlatRings wild(int seed) {
    Random random = new Random(seed);
    double[] ring = new double[22];
    for (int i = 0; i < 20; i++) {
      double sign = random.nextBoolean() ? 1 : -1;
      ring[i] = sign * (1 + 8 * random.nextDouble()) * Math.pow(10, random.nextInt(288) - 139);
    }
    ring[20] = ring[0];
    ring[21] = ring[1];
    return new Shapes().shell(ring).flat();
  }

  @Test
  void anInterruptEndsALongSearchAndIsKept() {
    Shapes strips = new Shapes();
    int n = 20_000;
    for (int i = 0; i < n; i++) {
      // Long, slanting and side by side: all of their boxes meet.
      strips.shell(i, 0, i + 0.5, 0, i + 0.5 + n, n, i + n, n, i, 0);
    }
    Thread.currentThread().interrupt();
    ValidityCheck check = new ValidityCheck();
    Findings found = check.check(strips.flat());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(found.complete()).isFalse();
    assertThat(check.steps()).isLessThan(3_000_000);
  }
}
