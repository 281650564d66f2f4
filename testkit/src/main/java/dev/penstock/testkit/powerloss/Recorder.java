package dev.penstock.testkit.powerloss;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Lets processes run under the eyes of {@code recorder.c}, which is compiled here. Linux with gcc.
 */
public final class Recorder {
  private final Path library;

  private Recorder(Path library) {
    this.library = library;
  }

  /** Compiles the recorder into a folder. */
  public static Recorder compile(Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve("recorder.c");
    try (InputStream in = Recorder.class.getResourceAsStream("recorder.c")) {
      if (in == null) {
        throw new IOException("recorder.c is missing from the testkit");
      }
      Files.copy(in, source);
    }
    Path library = folder.resolve("recorder.so");
    Process compiler =
        new ProcessBuilder(
                "gcc",
                "-std=gnu11",
                "-O1",
                "-Wall",
                "-Werror",
                "-fPIC",
                "-shared",
                "-pthread",
                "-o",
                library.toString(),
                source.toString())
            .inheritIO()
            .start();
    if (compiler.waitFor() != 0) {
      throw new IOException("gcc does not compile the recorder; it says why above");
    }
    return new Recorder(library);
  }

  /** Has what a process does added to a recording, once it is started. */
  public ProcessBuilder watch(ProcessBuilder process, Recording recording) {
    Map<String, String> environment = process.environment();
    environment.put("LD_PRELOAD", library.toString());
    environment.put("PENSTOCK_RECORD_ROOT", recording.root().toString());
    environment.put("PENSTOCK_RECORD_TRACE", recording.trace().toString());
    environment.put("PENSTOCK_RECORD_SAID", recording.said().toString());
    return process;
  }

  /** The same, and none of its syncs is done: the process only believes that they are. */
  public ProcessBuilder watchWithoutSyncs(ProcessBuilder process, Recording recording) {
    watch(process, recording).environment().put("PENSTOCK_RECORD_DEAF", "yes");
    return process;
  }
}
