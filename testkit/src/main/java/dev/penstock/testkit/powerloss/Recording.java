package dev.penstock.testkit.powerloss;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What one process, or several after each other, did to the files under a folder.
 *
 * @param root the folder, which was empty before the first one
 * @param trace what they did, in order
 * @param said where they write what they acknowledge
 */
public record Recording(Path root, Path trace, Path said) {
  /** A new one with nothing in it yet, in a folder that exists. */
  public static Recording in(Path folder) throws IOException {
    Path real = folder.toRealPath();
    return new Recording(
        Files.createDirectory(real.resolve("recorded")),
        Files.createFile(real.resolve("trace")),
        Files.createFile(real.resolve("said")));
  }

  /** How many changes there are. */
  public int changes() throws Exception {
    var count = new AtomicInteger();
    Trace.forEach(trace, change -> count.incrementAndGet());
    return count.get();
  }

  /**
   * The files that are not as a replay of the recording leaves them: none, or the recorder has
   * missed something. Files that are written through memory are not compared.
   */
  public Set<Path> differences() throws Exception {
    var disk = new Disk(root, path -> false);
    Trace.forEach(trace, disk::play);
    Map<Path, DiskFile> played = disk.files();
    var differing = new HashSet<Path>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        DiskFile twin = played.remove(root.relativize(file));
        if (twin == null
            || !(twin.isMapped() || Arrays.equals(twin.now(), Files.readAllBytes(file)))) {
          differing.add(file);
        }
      }
    }
    differing.addAll(played.keySet());
    return differing;
  }
}
