package dev.penstock.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.blob.Payload;
import dev.penstock.engine.sqlite.Embedded;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.*;
import java.io.IOException;
import java.nio.file.*;
import java.time.Duration;
import java.util.List;

/** Counts the words of a text, line by line. Kill it at any moment, start it again: it goes on. */
record WordCount(Path counts) {
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Pipeline words = new WordCount(Files.createDirectories(folder.resolve("counts"))).pipeline();
    try (Embedded penstock = Embedded.open(folder, words)) {
      var job = penstock.submit(words, Files.readAllBytes(Path.of(args[1])));
      var end = penstock.ended(job, Duration.ofMinutes(1)).orElseThrow();
      String total = Files.readString(folder.resolve("counts/total"));
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
    int words = text(context).isBlank() ? 0 : text(context).strip().split("\\s+").length;
    // Named by the chunk: a second attempt writes the same file again.
    Files.writeString(counts.resolve("line-" + context.chunk().number()), "" + words);
    return StageResult.done(context.chunk().load(), Payload.NONE);
  }

  private StageResult total(StageContext context) throws IOException {
    long sum = 0;
    try (var files = Files.newDirectoryStream(counts, "line-*")) {
      for (Path file : files) sum += Long.parseLong(Files.readString(file));
    }
    Files.writeString(counts.resolve("total"), "" + sum);
    return StageResult.done(context.chunk().load(), Payload.NONE);
  }

  private static String text(StageContext context) throws IOException {
    return new String(context.blobs().open(context.chunk().in()).readAllBytes(), UTF_8);
  }
}
