package dev.penstock.runtime.child;

import dev.penstock.pipeline.DivisibleStage;
import dev.penstock.pipeline.DivisibleStage.Division;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext.Chunk;
import dev.penstock.runtime.wire.Draft;
import java.io.IOException;
import java.util.Optional;

/** One chunk that is to be cut around an item. */
record DivideRun(Stage stage, Line line, Chunk chunk, long item) implements Runnable {
  @Override
  public void run() {
    try {
      Optional<Division> division = division();
      if (division.isPresent()) {
        StageRun.send(division.get().parts(), line);
        line.tell(
            Draft.of("divided")
                .put("suspect", division.get().suspect())
                .put("item", division.get().item()));
      } else {
        line.tell(Draft.of("indivisible"));
      }
    } catch (IOException e) {
      // The host does not hear us any more.
      Runtime.getRuntime().halt(0);
    }
  }

  private Optional<Division> division() throws IOException {
    try {
      return stage instanceof DivisibleStage divisible
          ? divisible.divide(chunk, item)
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      line.tell(Draft.of("log").put("text", Trace.of(e)));
      return Optional.empty();
    }
  }
}
