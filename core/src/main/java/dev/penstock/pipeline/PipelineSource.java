package dev.penstock.pipeline;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a server finds pipelines that it does not come with. A jar in its plugins folder names an
 * implementation in {@code META-INF/services/dev.penstock.pipeline.PipelineSource}; the class is
 * public and has a constructor without parameters.
 */
public interface PipelineSource {
  /**
   * The pipelines. Asked for at every start, also by commands that only want to know their inputs:
   * nothing is opened or written before a stage runs.
   *
   * @param home a folder for what they keep; made by whoever first writes to it
   */
  List<Pipeline> pipelines(Path home);
}
