package dev.penstock.pipeline;

import java.util.List;

/**
 * A named list of stages and the inputs they understand. Declared once, as a table; the engine, the
 * command line, the HTTP API and the docs all read this.
 *
 * @param version a job keeps the one that it was accepted with; count it up when a stage is added,
 *     removed or reads its chunks differently
 * @param summary one sentence for help texts and process descriptions
 * @param residue what its stores keep for jobs that may end without publishing
 * @param oldest version whose waiting chunks its stages still understand; their jobs go on by the
 *     plan that they were accepted with. Without more it is {@code version}: chunks that another
 *     version wrote are left to a server of that version.
 */
public record Pipeline(
    String name,
    int version,
    String summary,
    Inputs inputs,
    List<StageSpec> stages,
    Residue residue,
    int oldest) {
  public Pipeline {
    stages = List.copyOf(stages);
    if (!name.matches("[a-z][a-z0-9-]{0,31}")) {
      throw new IllegalArgumentException("not a pipeline name: '" + name + "'");
    }
    if (stages.isEmpty() || stages.getFirst().edge() != Edge.START) {
      throw new IllegalArgumentException("pipeline " + name + " must begin with its START stage");
    }
    if (stages.stream().filter(s -> s.edge() == Edge.START).count() > 1) {
      throw new IllegalArgumentException("pipeline " + name + " has more than one START stage");
    }
    if (oldest > version) {
      throw new IllegalArgumentException(
          "pipeline %s is version %d, and cannot know version %d".formatted(name, version, oldest));
    }
    if (stages.stream().map(StageSpec::name).distinct().count() < stages.size()) {
      throw new IllegalArgumentException("pipeline " + name + " names a stage twice");
    }
  }

  public Pipeline(
      String name,
      int version,
      String summary,
      Inputs inputs,
      List<StageSpec> stages,
      Residue residue) {
    this(name, version, summary, inputs, stages, residue, version);
  }

  public Pipeline(String name, int version, String summary, Inputs inputs, List<StageSpec> stages) {
    this(name, version, summary, inputs, stages, Residue.NONE);
  }

  /** The same, which also takes chunks that older versions wrote, down to this one. */
  public Pipeline since(int oldest) {
    return new Pipeline(name, version, summary, inputs, stages, residue, oldest);
  }

  /** Those whose chunks its stages understand. */
  public Versions versions() {
    return new Versions(oldest, version);
  }
}
