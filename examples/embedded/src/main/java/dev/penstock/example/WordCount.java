package dev.penstock.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.blob.Payload;
import dev.penstock.engine.sqlite.Embedded;
import dev.penstock.job.*;
import dev.penstock.pipeline.*;
import java.io.IOException;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;

/** Counts the words of a text, line by line. Kill it at any moment, start it again: it goes on. */
record WordCount(Path counts) {
  public static void main(String[] args) throws Exception {
    var counter = new WordCount(Path.of(args[0], "counts"));
    Pipeline words = counter.pipeline();
    try (Embedded penstock = Embedded.open(Path.of(args[0]), words)) {
      byte[] text = Files.readAllBytes(Path.of(args[1]));
      // The same key is the same job: a second start asks for the first one's, and adds none.
      JobId job = penstock.submit(words, text, UUID.nameUUIDFromBytes(text).toString());
      var end = penstock.ended(job, Duration.ofMinutes(1)).orElseThrow();
      String total = Files.readString(counter.of(job).resolve("total"));
      System.out.printf("%s: %d lines, %s words%n", end.state().word(), end.in(), total);
    }
  }

  Pipeline pipeline() {
    var lines = StageSpec.start("lines", WordCount::lines);
    var count = StageSpec.each("count", this::count).concurrency(4);
    var total = StageSpec.all("total", this::total); // ALL: behind a barrier
    return new Pipeline("words", 1, "Counts words.", Inputs.of(), List.of(lines, count, total));
  }

  private static StageResult lines(StageContext context) throws IOException {
    var lines = text(context).lines().map(line -> Payload.inline(line.getBytes(UTF_8)));
    List<Spawn> chunks = lines.map(line -> Spawn.of(line, Tally.ofOk(1))).toList();
    return StageResult.done(Tally.ofOk(chunks.size()), chunks);
  }

  private StageResult count(StageContext context) throws IOException {
    int words = new StringTokenizer(text(context)).countTokens();
    return write(context, "line-" + context.chunk().number(), words);
  }

  private StageResult total(StageContext context) throws IOException {
    long sum = 0;
    try (var files = Files.newDirectoryStream(of(context.chunk().job()), "line-*")) {
      for (Path file : files) sum += Long.parseLong(Files.readString(file));
    }
    return write(context, "total", sum);
  }

  /** Named by job and chunk, and whole at once: a second attempt writes the same file again. */
  private StageResult write(StageContext context, String name, long words) throws IOException {
    Path folder = of(context.chunk().job());
    Path fresh = Files.writeString(Files.createTempFile(folder, "fresh", ""), "" + words);
    Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    return StageResult.done(context.chunk().load(), Payload.NONE);
  }

  private Path of(JobId job) throws IOException {
    return Files.createDirectories(counts.resolve(job.value()));
  }

  private static String text(StageContext context) throws IOException {
    return new String(context.blobs().open(context.chunk().in()).readAllBytes(), UTF_8);
  }
}
