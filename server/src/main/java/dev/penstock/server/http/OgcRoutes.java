package dev.penstock.server.http;

import dev.penstock.access.Scope;
import dev.penstock.engine.Engine;
import dev.penstock.runtime.JobRemoval;
import dev.penstock.server.intake.DirectIntake;
import dev.penstock.server.ogc.ExecutionResource;
import dev.penstock.server.ogc.OgcJobsResource;
import dev.penstock.server.ogc.ProcessesResource;
import dev.penstock.server.pipeline.Catalog;
import java.time.InstantSource;
import java.util.List;

/** Processes and their jobs under {@code /ogc}. */
final class OgcRoutes {
  private OgcRoutes() {}

  /** What processes and their jobs stand on. */
  record Processes(Engine engine, Catalog catalog, DirectIntake intake, JobRemoval removal) {}

  static List<Route> of(Processes on, String publicUrl) {
    var processes = new ProcessesResource(on.catalog(), publicUrl);
    var execution = new ExecutionResource(on.catalog(), on.intake(), on.engine(), publicUrl);
    var jobs =
        new OgcJobsResource(
            on.engine(), on.removal(), on.catalog(), InstantSource.system(), publicUrl);
    return List.of(
        new Route("/ogc/processes").get(processes::list),
        new Route("/ogc/processes/{process}").get(processes::one),
        new Route("/ogc/processes/{process}/execution").post(Scope.SUBMIT, execution::execute),
        new Route("/ogc/jobs").get(jobs::list),
        new Route("/ogc/jobs/{job}").get(jobs::one).delete(jobs::dismiss),
        new Route("/ogc/jobs/{job}/results").get(jobs::results));
  }
}
