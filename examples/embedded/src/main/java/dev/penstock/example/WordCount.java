package dev.penstock.example;

import dev.penstock.blob.Payload;
import dev.penstock.engine.sqlite.Embedded;
import dev.penstock.job.*;
import dev.penstock.pipeline.*;
import java.io.IOException;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;

/** Counts the words of a text, line by line. Kill it at any moment, start it again: it goes on. */
public record WordCount(Path counts) {
  public static void main(String[] args) throws Exception {
    var counter = new WordCount(Path.of(args[0], "counts"));
    Pipeline words = counter.pipeline();
    try (Embedded penstock = Embedded.open(Path.of(args[0]), words)) {
      byte[] text = Files.readAllBytes(Path.of(args[1]));
      JobId job = penstock.submit(words, text, UUID.nameUUIDFromBytes(text).toString());
      var end = penstock.ended(job, Duration.ofMinutes(1)).orElseThrow();
      String total = Files.readString(counter.counts.resolve(job + "-total"));
      System.out.printf("%s: %d lines, %s words%n", end.state().word(), end.in(), total);
    }
  }

  public Pipeline pipeline() {
    var lines = StageSpec.start("lines", this::lines);
    var count = StageSpec.each("count", this::count).concurrency(4);
    var total = StageSpec.all("total", this::total); // ALL: behind a barrier
    return new Pipeline("words", 1, "Counts words.", Inputs.of(), List.of(lines, count, total));
  }

  private StageResult lines(StageContext work) throws IOException {
    Files.createDirectories(counts);
    var lines = Payload.text(work.chunk().in(), work.blobs()).lines().map(Payload::text);
    List<Spawn> chunks = lines.map(line -> Spawn.of(line, Tally.ofOk(1))).toList();
    return StageResult.done(Tally.ofOk(chunks.size()), chunks);
  }

  private StageResult count(StageContext work) throws IOException {
    int words = new StringTokenizer(Payload.text(work.chunk().in(), work.blobs())).countTokens();
    return write(work.chunk(), "-line-" + work.chunk().number(), words);
  }

  private StageResult total(StageContext work) throws IOException {
    long sum = 0;
    try (var files = Files.newDirectoryStream(counts, work.chunk().job() + "-line-*")) {
      for (Path file : files) sum += Long.parseLong(Files.readString(file));
    }
    return write(work.chunk(), "-total", sum);
  }

  /** Named by job and chunk, and whole at once: a second attempt writes the same file again. */
  private StageResult write(StageContext.Chunk chunk, String name, long words) throws IOException {
    Path fresh = Files.writeString(Files.createTempFile(counts, "fresh", ""), "" + words);
    Files.move(fresh, counts.resolve(chunk.job() + name), StandardCopyOption.ATOMIC_MOVE);
    return StageResult.done(chunk.load(), Payload.NONE);
  }
}
