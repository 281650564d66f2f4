package dev.penstock.example;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineSource;
import java.nio.file.Path;
import java.util.List;

/** The same pipeline for a server: put the jar of this module into its folder of plugins. */
public final class Words implements PipelineSource {
  @Override
  public List<Pipeline> pipelines(Path home) {
    return List.of(new WordCount(home.resolve("counts")).pipeline());
  }
}
