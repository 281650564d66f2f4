package dev.penstock.topology;

import static dev.penstock.topology.DefectKind.DISCONNECTED_INTERIOR;
import static dev.penstock.topology.DefectKind.DUPLICATE_RING;
import static dev.penstock.topology.DefectKind.HOLE_OUTSIDE_SHELL;
import static dev.penstock.topology.DefectKind.NESTED_HOLES;
import static dev.penstock.topology.DefectKind.NESTED_SHELLS;
import static dev.penstock.topology.DefectKind.OVERLAP;
import static dev.penstock.topology.DefectKind.RING_SELF_TOUCH;
import static dev.penstock.topology.DefectKind.SELF_INTERSECTION;
import static dev.penstock.topology.DefectKind.SPIKE;
import static dev.penstock.topology.DefectKind.TOO_COMPLEX;
import static dev.penstock.topology.DefectKind.TOO_FEW_POINTS;
import static dev.penstock.topology.Shapes.square;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidityCheckTest {

  private final ValidityCheck check = new ValidityCheck();

  private Findings of(Shapes shapes) {
    return check.check(shapes.flat());
  }

  private static Defect shellDefect(DefectKind kind, double x, double y) {
    return new Defect(kind, x, y, 0, 0, 0, 0);
  }

  @Test
  void aSquareWithAHoleIsValid() {
    Findings findings = of(new Shapes().shell(square(0, 0, 9)).hole(square(2, 2, 3)));
    assertThat(findings.valid()).isTrue();
    assertThat(findings.complete()).isTrue();
    assertThat(findings.count()).isZero();
  }

  @Test
  void nothingAtAllIsValid() {
    assertThat(of(new Shapes()).valid()).isTrue();
    assertThat(of(new Shapes().shell()).valid()).isTrue();
  }

  @Test
  void aRepeatedPointIsNoDefect() {
    assertThat(of(new Shapes().shell(0, 0, 0, 0, 4, 0, 4, 0, 4, 0, 4, 4, 0, 0, 0, 0)).valid())
        .isTrue();
  }

  @Test
  void anOpenRingIsClosed() {
    assertThat(of(new Shapes().shell(0, 0, 4, 0, 4, 4)).valid()).isTrue();
    assertThat(of(new Shapes().shell(0, 0, 4, 4, 4, 0, 0, 4)).defects())
        .containsExactly(shellDefect(SELF_INTERSECTION, 2, 2));
  }

  @Test
  void bothZerosAreTheSamePoint() {
    assertThat(of(new Shapes().shell(0.0, -0.0, 4, 0, 4, 4, -0.0, 0.0)).valid()).isTrue();
    assertThat(
            of(new Shapes().shell(0.0, 0.0, 4, -1, 4, 1).shell(-0.0, -0.0, -4, -1, -4, 1)).valid())
        .isTrue();
  }

  @Test
  void heightsAreIgnored() {
    FlatRings flat = new Shapes().shell(0, 0, 4, 4, 4, 0, 0, 4, 0, 0).flat();
    assertThat(check.check(Shapes.withHeights(flat)).defects())
        .containsExactly(shellDefect(SELF_INTERSECTION, 2, 2));
  }

  @Test
  void tooFewPointsAreTold() {
    assertThat(of(new Shapes().shell(1, 2, 3, 4, 1, 2)).defects())
        .containsExactly(shellDefect(TOO_FEW_POINTS, 1, 2));
    assertThat(of(new Shapes().shell(square(0, 0, 9)).hole(7, 7, 7, 7, 7, 7, 7, 7)).defects())
        .containsExactly(new Defect(TOO_FEW_POINTS, 7, 7, 0, 1, 0, 1));
  }

  @Test
  void aBowtieCrossesInItsMiddle() {
    assertThat(of(new Shapes().shell(0, 0, 4, 4, 4, 0, 0, 4, 0, 0)).defects())
        .containsExactly(shellDefect(SELF_INTERSECTION, 2, 2));
  }

  @Test
  void aCrossingIsRoundedOnce() {
    // Edges y = x / 3 and y = 1 - x meet at x = 3/4.
    assertThat(of(new Shapes().shell(0, 0, 3, 1, 1, 0, 0, 1, 0, 0)).defects())
        .containsExactly(shellDefect(SELF_INTERSECTION, 0.75, 0.25));
  }

  @Test
  void aRingThatTouchesItselfAtAVertexIsToldOnce() {
    assertThat(of(new Shapes().shell(0, 0, 8, 0, 8, 8, 4, 4, 2, 6, 4, 4, 0, 8, 0, 0)).defects())
        .extracting(Defect::kind)
        .contains(SPIKE);
    assertThat(of(new Shapes().shell(0, 0, 8, 0, 4, 4, 8, 8, 0, 8, 4, 4, 0, 0)).defects())
        .containsExactly(shellDefect(RING_SELF_TOUCH, 4, 4));
  }

  @Test
  void aRingThatTouchesItsOwnEdgeIsTold() {
    assertThat(of(new Shapes().shell(0, 0, 8, 0, 8, 8, 6, 8, 4, 0, 2, 8, 0, 8, 0, 0)).defects())
        .containsExactly(shellDefect(RING_SELF_TOUCH, 4, 0));
  }

  @Test
  void aRingThatCrossesItselfAtAVertexIsTold() {
    assertThat(of(new Shapes().shell(0, 0, 4, 4, 8, 8, 8, 0, 4, 4, 0, 8, 0, 0)).defects())
        .containsExactly(shellDefect(SELF_INTERSECTION, 4, 4));
  }

  @Test
  void aSpikeIsToldAtItsTip() {
    assertThat(of(new Shapes().shell(0, 0, 4, 0, 9, 0, 4, 0, 4, 4, 0, 0)).defects())
        .contains(shellDefect(SPIKE, 9, 0));
    assertThat(of(new Shapes().shell(0, 0, 4, 0, 4, 6, 4, 4, 0, 0)).defects())
        .containsExactly(shellDefect(SPIKE, 4, 6), shellDefect(RING_SELF_TOUCH, 4, 4));
  }

  @Test
  void aSharedEdgeIsAnOverlap() {
    Findings findings = of(new Shapes().shell(square(0, 0, 4)).shell(square(4, 1, 2)));
    assertThat(findings.counts()).containsOnlyKeys(OVERLAP);
    assertThat(findings.defects())
        .allSatisfy(
            defect -> {
              assertThat(defect.x()).isEqualTo(4);
              assertThat(defect.y()).isBetween(1.0, 3.0);
            });
  }

  @Test
  void aRepeatedRingIsToldOnceWhereverItStarts() {
    assertThat(
            of(new Shapes().shell(square(0, 0, 4)).shell(4, 4, 4, 0, 0, 0, 0, 4, 4, 4)).defects())
        .containsExactly(new Defect(DUPLICATE_RING, 4, 4, 1, 0, 0, 0));
  }

  @Test
  void ringsThatCrossAreTold() {
    Findings findings = of(new Shapes().shell(square(0, 0, 4)).hole(square(2, 2, 4)));
    assertThat(findings.defects())
        .containsExactlyInAnyOrder(
            new Defect(SELF_INTERSECTION, 4, 2, 0, 0, 0, 1),
            new Defect(SELF_INTERSECTION, 2, 4, 0, 0, 0, 1));
  }

  @Test
  void ringsThatCrossAtACommonVertexAreTold() {
    Findings findings =
        of(new Shapes().shell(0, 0, 4, 0, 6, 2, 4, 4, 0, 4, 0, 0).shell(6, 2, 3, 1, 3, 3, 6, 2));
    assertThat(findings.defects()).containsExactly(new Defect(NESTED_SHELLS, 3, 1, 1, 0, 0, 0));
    assertThat(
            of(new Shapes().shell(square(0, 0, 4)).shell(4, 2, 3, 1, 2, 2, 4, 2, 6, 3, 6, 1))
                .count(SELF_INTERSECTION))
        .isPositive();
  }

  @Test
  void aHoleOutsideItsShellIsTold() {
    assertThat(of(new Shapes().shell(square(0, 0, 4)).hole(square(6, 1, 2))).defects())
        .containsExactly(new Defect(HOLE_OUTSIDE_SHELL, 6, 1, 0, 1, 0, 0));
  }

  @Test
  void aHoleInAnotherPolygonIsOutsideItsShell() {
    assertThat(
            of(new Shapes().shell(square(0, 0, 4)).hole(square(7, 1, 1)).shell(square(6, 0, 4)))
                .defects())
        .containsExactly(new Defect(HOLE_OUTSIDE_SHELL, 7, 1, 0, 1, 0, 0));
  }

  @Test
  void aHoleAroundItsShellIsTold() {
    assertThat(of(new Shapes().shell(square(2, 2, 1)).hole(square(0, 0, 4))).defects())
        .containsExactly(new Defect(HOLE_OUTSIDE_SHELL, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void aHoleThatTouchesItsShellFromOutsideIsTold() {
    assertThat(of(new Shapes().shell(square(0, 0, 4)).hole(4, 2, 6, 1, 6, 3, 4, 2)).defects())
        .containsExactly(new Defect(HOLE_OUTSIDE_SHELL, 4, 2, 0, 1, 0, 0));
    assertThat(of(new Shapes().shell(square(0, 0, 4)).hole(0, 2, -2, 1, -2, 3, 0, 2)).defects())
        .containsExactly(new Defect(HOLE_OUTSIDE_SHELL, -2, 1, 0, 1, 0, 0));
  }

  @Test
  void aHoleInAHoleIsTold() {
    assertThat(
            of(new Shapes().shell(square(0, 0, 9)).hole(square(1, 1, 6)).hole(square(3, 3, 2)))
                .defects())
        .containsExactly(new Defect(NESTED_HOLES, 3, 3, 0, 2, 0, 1));
  }

  @Test
  void aPolygonInAHoleIsValidAndOneInAPolygonIsNot() {
    Shapes inHole =
        new Shapes().shell(square(0, 0, 9)).hole(square(1, 1, 6)).shell(square(2, 2, 3));
    assertThat(of(inHole).valid()).isTrue();
    assertThat(of(new Shapes().shell(square(0, 0, 9)).shell(square(1, 1, 6))).defects())
        .containsExactly(new Defect(NESTED_SHELLS, 1, 1, 1, 0, 0, 0));
  }

  @Test
  void ringsMayLieInEachOtherToAnyDepth() {
    Shapes shapes = new Shapes();
    for (int i = 0; i < 500; i++) {
      shapes
          .shell(square(2 * i, 2 * i, 2_000 - 4 * i))
          .hole(square(2 * i + 1, 2 * i + 1, 1_998 - 4 * i));
    }
    assertThat(of(shapes).valid()).isTrue();
    assertThat(of(shapes.shell(square(1.5, 900, 0.25)).shell(square(0.5, 900, 0.25))).defects())
        .containsExactly(new Defect(NESTED_SHELLS, 0.5, 900, 501, 0, 0, 0));
  }

  @Test
  void aCheckThatTakesTooLongGivesUpAndSaysSo() {
    Shapes shapes = new Shapes();
    for (int i = 0; i < 500; i++) {
      double[] ring = square(i, i, 1_000 - 2 * i);
      shapes = i % 2 == 0 ? shapes.shell(ring) : shapes.hole(ring);
    }
    FlatRings polygons = shapes.flat();
    assertThat(check.check(polygons).valid()).isTrue();
    long steps = check.steps();
    for (long enough : new long[] {0, steps / 4, steps / 2, steps - 1}) {
      Findings findings = new ValidityCheck(16, new Effort(enough)).check(polygons);
      assertThat(findings.complete()).isFalse();
      assertThat(findings.defects()).containsExactly(new Defect(TOO_COMPLEX, 0, 0, 0, 0, 0, 0));
    }
    assertThat(new ValidityCheck(16, new Effort(steps)).check(polygons).valid()).isTrue();
  }

  @Test
  void aPolygonThatFillsItsHoleTouchingItInOnePointIsValid() {
    assertThat(
            of(new Shapes()
                    .shell(square(0, 0, 9))
                    .hole(square(1, 1, 6))
                    .shell(1, 3, 3, 2, 3, 4, 1, 3))
                .valid())
        .isTrue();
  }

  @Test
  void aHoleMayTouchItsShellOnce() {
    assertThat(of(new Shapes().shell(square(0, 0, 9)).hole(0, 4, 3, 3, 3, 5, 0, 4)).valid())
        .isTrue();
    assertThat(of(new Shapes().shell(square(0, 0, 9)).hole(9, 9, 5, 8, 8, 5, 9, 9)).valid())
        .isTrue();
  }

  @Test
  void aHoleThatTouchesItsShellTwiceCutsThePolygon() {
    Findings findings = of(new Shapes().shell(square(0, 0, 9)).hole(0, 4, 4, 3, 9, 4, 4, 5, 0, 4));
    assertThat(findings.counts()).containsOnlyKeys(DISCONNECTED_INTERIOR);
    assertThat(findings.count()).isOne();
    assertThat(findings.defects().getFirst().y()).isEqualTo(4);
    assertThat(findings.defects().getFirst().x()).isIn(0.0, 9.0);
  }

  @Test
  void aChainOfHolesFromSideToSideCutsThePolygon() {
    Shapes open =
        new Shapes()
            .shell(square(0, 0, 9))
            .hole(0, 4, 2, 3, 3, 4, 2, 5, 0, 4)
            .hole(3, 4, 5, 3, 6, 4, 5, 5, 3, 4);
    assertThat(of(open).valid()).isTrue();
    Findings closed = of(open.hole(6, 4, 7, 3, 9, 4, 7, 5, 6, 4));
    assertThat(closed.counts()).containsOnlyKeys(DISCONNECTED_INTERIOR);
    assertThat(closed.count()).isOne();
  }

  @Test
  void aRingOfHolesThatTouchCutsThePolygonButACommonPointDoesNot() {
    Shapes ring =
        new Shapes()
            .shell(square(0, 0, 12))
            .hole(3, 3, 6, 2, 9, 3, 6, 4, 3, 3)
            .hole(9, 3, 10, 6, 9, 9, 8, 6, 9, 3)
            .hole(9, 9, 6, 10, 3, 9, 6, 8, 9, 9)
            .hole(3, 9, 2, 6, 3, 3, 4, 6, 3, 9);
    assertThat(of(ring).counts()).containsOnlyKeys(DISCONNECTED_INTERIOR);
    Shapes bunch =
        new Shapes()
            .shell(square(0, 0, 12))
            .hole(6, 6, 5, 2, 7, 2, 6, 6)
            .hole(6, 6, 10, 5, 10, 7, 6, 6)
            .hole(6, 6, 7, 10, 5, 10, 6, 6);
    assertThat(of(bunch).valid()).isTrue();
  }

  @Test
  void polygonsMayTouchInManyPoints() {
    Shapes saw = new Shapes().shell(0, 0, 8, 0, 8, 1, 6, 3, 4, 1, 2, 3, 0, 1, 0, 0);
    assertThat(of(saw.shell(0, 6, 0, 4, 2, 3, 4, 5, 6, 3, 8, 4, 8, 6, 0, 6)).valid()).isTrue();
  }

  @Test
  void everyDefectIsFoundAndCountedButOnlySomeAreKept() {
    double[] zigzag = new double[2 * 200];
    for (int i = 0; i < 100; i++) {
      zigzag[2 * i] = i;
      zigzag[2 * i + 1] = i % 2;
      zigzag[2 * (199 - i)] = i;
      zigzag[2 * (199 - i) + 1] = 1 - i % 2;
    }
    Findings findings = new ValidityCheck(5).check(new Shapes().shell(zigzag).flat());
    assertThat(findings.count(SELF_INTERSECTION)).isEqualTo(99);
    assertThat(findings.defects()).hasSize(5);
    assertThat(findings.complete()).isTrue();
  }

  @Test
  void severalKindsAreFoundInOnePass() {
    Findings findings =
        of(
            new Shapes()
                .shell(0, 0, 20, 0, 20, 20, 0, 20, 0, 0)
                .hole(2, 2, 5, 5, 5, 2, 2, 5, 2, 2)
                .hole(square(30, 1, 2))
                .hole(square(8, 8, 4))
                .hole(square(9, 9, 1))
                .shell(square(14, 14, 2)));
    assertThat(findings.counts())
        .containsOnlyKeys(SELF_INTERSECTION, HOLE_OUTSIDE_SHELL, NESTED_HOLES, NESTED_SHELLS);
  }

  @Test
  void hopelessPolygonsEndTheSearch() {
    // 1,500 by 1,500 bars, all of which cross.
    Shapes shapes = new Shapes();
    for (int i = 0; i < 1_500; i++) {
      shapes.shell(i, -1, i + 0.5, -1, i + 0.5, 1_500, i, 1_500, i, -1);
      shapes.shell(-1, i, -1, i + 0.5, 1_500, i + 0.5, 1_500, i, -1, i);
    }
    Findings findings = of(shapes);
    assertThat(findings.valid()).isFalse();
    assertThat(findings.complete()).isFalse();
    assertThat(findings.count()).isBetween(1_000_000L, 2_000_000L);
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 100_000})
  void manyHolesAreCheckedAgainstEachOther(int holes) {
    int side = (int) Math.ceil(Math.sqrt(holes));
    Shapes shapes = new Shapes().shell(square(-1, -1, 2 * side + 2));
    for (int i = 0; i < holes; i++) {
      int row = i / side;
      shapes.hole(square(2 * (i % side), 2 * row, 1));
    }
    assertThat(of(shapes).valid()).isTrue();
    Findings findings = of(shapes.hole(square(2.25, 2.25, 0.5)).hole(square(-7, 0, 1)));
    assertThat(findings.defects())
        .containsExactlyInAnyOrder(
            new Defect(NESTED_HOLES, 2.25, 2.25, 0, holes + 1, 0, side + 2),
            new Defect(HOLE_OUTSIDE_SHELL, -7, 0, 0, holes + 2, 0, 0));
  }

  @Test
  void aCheckKeepsNothingOfTheOneBefore() {
    ValidityCheck reused = new ValidityCheck();
    for (int seed = 0; seed < 300; seed++) {
      for (RandomPolygons.Kind kind : RandomPolygons.Kind.values()) {
        FlatRings polygons = new RandomPolygons(seed).next(kind);
        assertThat(reused.check(polygons)).isEqualTo(new ValidityCheck().check(polygons));
      }
    }
  }

  @Test
  void theStrideDoesNotMatter() {
    for (int seed = 0; seed < 300; seed++) {
      for (RandomPolygons.Kind kind : RandomPolygons.Kind.values()) {
        FlatRings polygons = new RandomPolygons(seed).next(kind);
        assertThat(check.check(Shapes.withHeights(polygons))).isEqualTo(check.check(polygons));
      }
    }
  }
}
