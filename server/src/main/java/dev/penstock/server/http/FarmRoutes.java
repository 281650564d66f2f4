package dev.penstock.server.http;

import dev.penstock.access.Scope;
import dev.penstock.server.farm.FarmParts;
import dev.penstock.server.farm.FarmsResource;
import dev.penstock.server.farm.ObservationsResource;
import dev.penstock.server.farm.PictureResource;
import dev.penstock.server.farm.RefreshResource;
import dev.penstock.server.farm.Refreshing;
import dev.penstock.server.farm.StateResource;
import dev.penstock.server.job.JobJson;
import dev.penstock.server.job.Jobs;
import java.time.InstantSource;
import java.util.List;

/** The paths of farms. */
final class FarmRoutes {
  private FarmRoutes() {}

  static List<Route> of(Backends backends, Jobs jobs, JobJson view) {
    var clock = InstantSource.system();
    FarmParts parts = backends.stores().farms();
    var engine = backends.engine();
    var refreshing =
        new Refreshing(parts, engine, backends.catalog(), backends.work().arrived(), clock);
    var farms = new FarmsResource(parts);
    var refresh = new RefreshResource(parts, refreshing, jobs, view);
    var state = new StateResource(parts, engine.log(), refreshing, clock);
    var observations = new ObservationsResource(parts, clock);
    var picture = new PictureResource(parts);
    return List.of(
        new Route("/v1/farms").get(farms::list).post(farms::importAll),
        new Route("/v1/farms/{farm}").get(farms::one).put(farms::put).delete(farms::delete),
        new Route("/v1/farms/{farm}/refresh").post(Scope.SUBMIT, refresh::post),
        new Route("/v1/farms/{farm}/state").get(state::read),
        new Route("/v1/farms/{farm}/observations").get(observations::observations),
        new Route("/v1/farms/{farm}/statistics").get(observations::statistics),
        new Route("/v1/farms/{farm}/ndvi.png").get(picture::read));
  }
}
