package dev.penstock.runtime;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.job.Tally;
import dev.penstock.pipeline.DivisibleStage;
import dev.penstock.pipeline.Spawn;
import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import dev.penstock.pipeline.StageFactory;
import dev.penstock.pipeline.StageResult;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * A stage that does to its process what its items say. A chunk is a line of words, each an item;
 * most pass, some kill.
 */
class Mischief implements Stage {
  /** How a worker makes it; with {@code quiet} it never says which item it has in hand. */
  public static final class Factory implements StageFactory {
    @Override
    public Stage make(List<String> arguments) {
      return new Mischief(arguments.contains("quiet"));
    }
  }

  /** How no worker can be made. */
  public static final class BrokenFactory implements StageFactory {
    @Override
    public Stage make(List<String> arguments) {
      throw new IllegalStateException("there is no such model");
    }
  }

  /** The same stage, which can cut its chunks. */
  static class Divisible extends Mischief implements DivisibleStage {
    Divisible() {
      super(false);
    }

    @Override
    public Optional<Division> divide(StageContext.Chunk chunk, long item) {
      List<String> words = words(chunk);
      if (item >= words.size()) {
        return Optional.empty();
      }
      int at = (int) item;
      var parts = new ArrayList<Spawn>();
      int suspect = at == 0 ? 0 : 1;
      add(parts, words.subList(0, at));
      add(parts, words.subList(at, at + 1));
      add(parts, words.subList(at + 1, words.size()));
      return Optional.of(new Division(parts, suspect, "word " + words.get(at)));
    }

    private static void add(List<Spawn> parts, List<String> words) {
      if (!words.isEmpty()) {
        parts.add(Spawn.of(payload(words), Tally.ofOk(words.size())));
      }
    }
  }

  private static final List<FileChannel> LOCKED = new ArrayList<>();

  private final boolean quiet;

  Mischief(boolean quiet) {
    this.quiet = quiet;
  }

  @Override
  public StageResult run(StageContext context) throws IOException, InterruptedException {
    List<String> words = words(context.chunk());
    for (int i = 0; i < words.size(); i++) {
      if (!quiet) {
        context.progress(i);
      }
      act(words.get(i), context);
    }
    return StageResult.done(context.chunk().load(), context.chunk().in());
  }

  /** What a word does. A word with a colon has an argument. */
  private static void act(String word, StageContext context)
      throws IOException, InterruptedException {
    String argument = word.substring(word.indexOf(':') + 1);
    switch (word.replaceAll(":.*", "")) {
      case "exit" -> System.exit(3);
      case "oom" -> fillHeap();
      case "deep" -> recurse(1);
      case "segv" -> writeToNowhere();
      case "loop" -> loop();
      case "freeze" -> signal("STOP");
      case "kill" -> signal("KILL");
      case "bug" -> throw new IllegalStateException("oops");
      case "print" -> print();
      case "write" -> write(context);
      case "gone" -> context.blobs().open(new BlobRef("gone", 5, "crc32c:00000000")).close();
      case "lock" -> lock(Path.of(argument));
      case "tell" -> tell(Path.of(argument));
      case "leak" -> leak(Integer.parseInt(argument));
      case "wait" -> new CountDownLatch(1).await();
      default -> {}
    }
  }

  @SuppressWarnings("restricted")
  private static void writeToNowhere() {
    MemorySegment.NULL.reinterpret(8).set(ValueLayout.JAVA_INT, 0, 1);
  }

  /** Memory outside the heap, which stays. */
  private static void leak(int megabytes) {
    Arena.global().allocate((long) megabytes << 20).fill((byte) 1);
  }

  private static void fillHeap() {
    var held = new ArrayList<byte[]>();
    while (held.size() < Integer.MAX_VALUE) {
      held.add(new byte[1 << 20]);
    }
  }

  private static int recurse(int depth) {
    return depth < 0 ? 0 : 1 + recurse(depth + 1);
  }

  private static void loop() {
    boolean forever = true;
    while (forever) {
      Thread.onSpinWait();
    }
  }

  private static void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    loop();
  }

  /** Into what the worker's pipe was, in every way that Java has. */
  private static void print() throws IOException {
    System.out.println("not a frame");
    System.out.flush();
    try (var raw = new FileOutputStream("/dev/fd/1")) {
      raw.write("not a frame either\n".getBytes(StandardCharsets.UTF_8));
    }
    if (FileDescriptor.out.valid()) {
      throw new IllegalStateException("standard output still leads to the host");
    }
  }

  private static void write(StageContext context) throws IOException {
    try (var blob = context.blobs().create(context.blobKey(Keep.WORK, "x"), Hashing.DAMAGE)) {
      blob.write(ByteBuffer.wrap(new byte[1_000_000]));
      BlobRef written = blob.publish();
      try (var in = context.blobs().open(written)) {
        if (in.readAllBytes().length != 1_000_000) {
          throw new IllegalStateException("not what was written");
        }
      }
    }
  }

  /** Holds a lock on a file for as long as the process lives. */
  private static void lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.lock();
    LOCKED.add(channel);
  }

  /** Writes this process's id into a named pipe that somebody reads. */
  private static void tell(Path pipe) throws IOException {
    Files.writeString(pipe, ProcessHandle.current().pid() + "\n", StandardOpenOption.WRITE);
  }

  static List<String> words(StageContext.Chunk chunk) {
    return Arrays.asList(text(chunk.in()).split(" ", -1));
  }

  static String text(Payload payload) {
    return new String(((Payload.Inline) payload).bytes(), StandardCharsets.UTF_8);
  }

  static Payload payload(List<String> words) {
    String line = words.stream().collect(Collectors.joining(" "));
    return Payload.inline(line.getBytes(StandardCharsets.UTF_8));
  }
}
