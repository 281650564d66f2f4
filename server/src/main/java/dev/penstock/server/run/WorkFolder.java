package dev.penstock.server.run;

import dev.penstock.server.plant.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The data folder of one run: one that somebody named and keeps, or a temporary one that goes with
 * the run.
 */
public final class WorkFolder implements AutoCloseable {
  private final DataFolder data;
  private final boolean kept;

  private WorkFolder(DataFolder data, boolean kept) {
    this.data = data;
    this.kept = kept;
  }

  /**
   * The named folder, else a temporary one beside the output (where there is room for results, and
   * where they can be linked rather than copied), else one where the system has such.
   */
  public static WorkFolder of(@Nullable Path named, @Nullable Path output) throws IOException {
    if (named != null) {
      return new WorkFolder(DataFolder.at(named), true);
    }
    if (output == null) {
      return new WorkFolder(DataFolder.at(Files.createTempDirectory("penstock-run-")), false);
    }
    Path absolute = output.toAbsolutePath();
    Path beside = Files.isDirectory(absolute) ? absolute : absolute.getParent();
    return new WorkFolder(
        DataFolder.at(Files.createTempDirectory(beside, ".penstock-run-")), false);
  }

  public DataFolder data() {
    return data;
  }

  /** Whether it outlives the run. */
  public boolean kept() {
    return kept;
  }

  @Override
  public void close() throws IOException {
    if (!kept) {
      data.delete();
    }
  }
}
