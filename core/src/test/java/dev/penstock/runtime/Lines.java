package dev.penstock.runtime;

import dev.penstock.job.Tally;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageFactory;
import dev.penstock.pipeline.StageResult;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A first stage: each line is a chunk of words, and is checkpointed. A line that begins with {@code
 * kill} kills the process before its own checkpoint, the first time.
 */
final class Lines implements Stage {
  /** How a worker makes it. */
  public static final class Factory implements StageFactory {
    @Override
    public Stage make(List<String> arguments) {
      return new Lines();
    }
  }

  @Override
  public StageResult run(StageContext context) {
    String[] lines = Mischief.text(context.chunk().in()).split("\n", -1);
    int at = context.chunk().cursor().map(cursor -> ByteBuffer.wrap(cursor).getInt()).orElse(0);
    for (; at < lines.length; at++) {
      List<String> words = List.of(lines[at].split(" ", -1));
      if (words.getFirst().equals("kill") && context.chunk().attempt() == 1) {
        Runtime.getRuntime().halt(1);
      }
      Tally items = Tally.ofOk(words.size());
      byte[] next = ByteBuffer.allocate(Integer.BYTES).putInt(at + 1).array();
      context.checkpoint(next, items, List.of(Spawn.of(Mischief.payload(words), items)), null);
    }
    return StageResult.done(Tally.ZERO, List.of());
  }
}
