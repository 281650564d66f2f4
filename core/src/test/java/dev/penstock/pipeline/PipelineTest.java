package dev.penstock.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.blob.Payload;
import dev.penstock.job.Tally;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final Stage STAGE = context -> StageResult.done(Tally.ZERO, Payload.NONE);

  @Test
  void aTableOfStagesIsAPipeline() {
    Pipeline pipeline =
        pipeline(
            "geometry",
            StageSpec.start("split", STAGE),
            StageSpec.each("refine", STAGE).concurrency(8),
            StageSpec.all("publish", STAGE).lease(Duration.ofMillis(100)));
    assertThat(pipeline.stages()).extracting(StageSpec::edge).containsExactly(Edge.values());
    assertThat(pipeline.residue()).isSameAs(Residue.NONE);
  }

  @Test
  void itBeginsWithItsOneStartStage() {
    assertThatIllegalArgumentException().isThrownBy(() -> pipeline("p"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pipeline("p", StageSpec.each("refine", STAGE)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pipeline("p", StageSpec.start("a", STAGE), StageSpec.start("b", STAGE)))
        .withMessageContaining("more than one START");
  }

  @Test
  void noStageIsNamedTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pipeline("p", StageSpec.start("a", STAGE), StageSpec.all("a", STAGE)))
        .withMessageContaining("twice");
  }

  @Test
  void namesAreLowerCaseWithHyphens() {
    for (String name : List.of("", "P", "a_b", "1a", "-a", "a".repeat(33), "a\n")) {
      assertThatIllegalArgumentException().isThrownBy(() -> StageSpec.start(name, STAGE));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pipeline(name, StageSpec.start("a", STAGE)));
    }
  }

  @Test
  void aStageRunsAtLeastOnceAtATimeAndHoldsItsLeaseForAWhile() {
    StageSpec stage = StageSpec.start("a", STAGE);
    assertThatIllegalArgumentException().isThrownBy(() -> stage.concurrency(0));
    assertThatIllegalArgumentException().isThrownBy(() -> stage.lease(Duration.ofMillis(99)));
  }

  private static Pipeline pipeline(String name, StageSpec... stages) {
    return new Pipeline(name, 1, "For tests.", Inputs.of(), List.of(stages));
  }
}
