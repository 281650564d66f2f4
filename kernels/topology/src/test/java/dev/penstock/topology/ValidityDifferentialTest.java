package dev.penstock.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/** The verdict on random polygons is that of JTS. */
class ValidityDifferentialTest {

  @ParameterizedTest
  @EnumSource(RandomPolygons.Kind.class)
  void theVerdictIsThatOfTheOracle(RandomPolygons.Kind kind) {
    ValidityCheck check = new ValidityCheck();
    int valid = 0;
    int rounds = Rounds.of(3_000);
    for (int seed = 0; seed < rounds; seed++) {
      FlatRings polygons = new RandomPolygons(seed).next(kind);
      MultiPolygon geometry = Shapes.jts(polygons);
      TopologyValidationError error = new IsValidOp(geometry).getValidationError();
      Findings findings = check.check(polygons);
      assertThat(findings.valid())
          .as("seed %d: %s, oracle %s, of %s", seed, findings, error, geometry)
          .isEqualTo(error == null);
      valid += findings.valid() ? 1 : 0;
    }
    assertThat(valid).as("valid of %d", rounds).isLessThan(rounds);
  }
}
