package dev.penstock.testkit.history;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.penstock.job.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A store outside of any engine, shared by processes: a file to which every effect is appended,
 * with what became of it. It takes an effect once and refuses whoever comes with an older fence
 * than somebody before, as the stores of real pipelines do. Thread-safe.
 */
final class FencedSink implements Sink {
  /** What becomes of an effect. */
  enum Answer {
    APPLIED,
    ALREADY,
    FENCED
  }

  /** What is to be done once. */
  record Effect(JobId job, String stage, long chunk, int round) {}

  /** One line of the file. */
  record Line(Answer answer, Effect effect, long fence) {
    static Line parse(String text) {
      String[] words = text.split(" ", -1);
      return new Line(
          Answer.valueOf(words[0]),
          new Effect(
              new JobId(words[1]), words[2], Long.parseLong(words[3]), Integer.parseInt(words[4])),
          Long.parseLong(words[5]));
    }

    @Override
    public String toString() {
      return "%s %s %s %d %d %d\n"
          .formatted(answer, effect.job(), effect.stage(), effect.chunk(), effect.round(), fence);
    }
  }

  private final FileChannel file;
  private final Map<Effect, Long> newest = new HashMap<>();
  private long read;

  /** A thread of its own: an interrupted one would close the file for everybody. */
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("sink").factory());

  FencedSink(Path path) throws IOException {
    this.file = FileChannel.open(path, READ, WRITE, CREATE);
  }

  @Override
  public Answer apply(Effect effect, long fence) {
    return CompletableFuture.supplyAsync(() -> locked(effect, fence), writer).join();
  }

  /** The lines that were appended since the last look. */
  List<Line> news() throws IOException {
    var buffer = ByteBuffer.allocate((int) (file.size() - read));
    while (buffer.hasRemaining() && file.read(buffer, read + buffer.position()) >= 0) {}
    String text = US_ASCII.decode(buffer.flip()).toString();
    int whole = text.lastIndexOf('\n') + 1;
    read += whole;
    return text.substring(0, whole).lines().map(Line::parse).toList();
  }

  private Answer locked(Effect effect, long fence) {
    try (FileLock _ = file.lock()) {
      news().forEach(line -> newest.merge(line.effect(), line.fence(), Math::max));
      Answer answer = answer(newest.get(effect), fence);
      var line = new Line(answer, effect, fence);
      file.write(US_ASCII.encode(line.toString()), read);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("no effect of " + effect, e);
    }
  }

  private static Answer answer(@Nullable Long seen, long fence) {
    if (seen == null) {
      return Answer.APPLIED;
    }
    return fence < seen ? Answer.FENCED : Answer.ALREADY;
  }
}
