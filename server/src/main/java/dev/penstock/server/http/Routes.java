package dev.penstock.server.http;

import dev.penstock.runtime.JobRemoval;
import dev.penstock.runtime.Selections;
import dev.penstock.server.account.AccountsResource;
import dev.penstock.server.account.ErrorsResource;
import dev.penstock.server.account.ImportsResource;
import dev.penstock.server.account.MappingsResource;
import dev.penstock.server.account.SettlementsResource;
import dev.penstock.server.collection.CollectionsResource;
import dev.penstock.server.deadletter.LetterResource;
import dev.penstock.server.deadletter.LettersResource;
import dev.penstock.server.deadletter.SelectionsResource;
import dev.penstock.server.gate.GatesResource;
import dev.penstock.server.gate.StagesResource;
import dev.penstock.server.health.HealthResource;
import dev.penstock.server.health.Readiness;
import dev.penstock.server.intake.IntakeLimits;
import dev.penstock.server.intake.SubmitResource;
import dev.penstock.server.job.EndResource;
import dev.penstock.server.job.EventsResource;
import dev.penstock.server.job.JobChanges;
import dev.penstock.server.job.JobJson;
import dev.penstock.server.job.JobResource;
import dev.penstock.server.job.Jobs;
import dev.penstock.server.job.JobsResource;
import dev.penstock.server.job.RejectsResource;
import dev.penstock.server.job.ReplayResource;
import dev.penstock.server.job.ResultsResource;
import dev.penstock.server.metrics.HttpMetrics;
import dev.penstock.server.metrics.MetricsResource;
import dev.penstock.server.pipeline.PipelinesResource;
import dev.penstock.server.schedule.BackfillResource;
import dev.penstock.server.schedule.SchedulesResource;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.List;

/** The API as a table: every path, and who answers it. */
final class Routes {
  private Routes() {}

  /** What resources share with the server around them. */
  record Parts(JobChanges changes, IntakeLimits limits, Readiness readiness) {}

  static List<Route> of(
      Backends backends, Parts parts, PrometheusRegistry registry, HttpMetrics metrics) {
    var changes = parts.changes();
    var engine = backends.engine();
    var blobs = backends.blobs();
    var catalog = backends.catalog();
    var jobs = new Jobs(engine, changes, backends.tenant());
    var view = new JobJson(catalog);

    var index = new IndexResource();
    var pipelines = new PipelinesResource(catalog);
    var submit =
        new SubmitResource(
            new SubmitResource.IntakeStores(
                engine, blobs, InstantSource.system(), backends.work().arrived()),
            catalog,
            parts.limits(),
            jobs,
            metrics::acknowledged);
    var list = new JobsResource(jobs, view);
    var one = new JobResource(jobs, view);
    var end =
        new EndResource(jobs, engine, new JobRemoval(catalog.pipelines(), engine, blobs), view);
    var events = new EventsResource(jobs, changes, backends.heartbeat());
    var rejects = new RejectsResource(jobs, blobs);
    var results = new ResultsResource(jobs, blobs);
    var letters = new LettersResource(engine.log(), jobs);
    var letter = new LetterResource(jobs, engine, blobs, view);
    var clock = InstantSource.system();
    var selections = new SelectionsResource(new Selections(engine, blobs, clock), jobs);
    var stages = new StagesResource(engine, catalog, clock);
    var gates = new GatesResource(engine, clock);
    var replay = new ReplayResource(jobs, engine, view);
    var collections = new CollectionsResource(backends.stores().collections());
    var accounts = new AccountsResource(backends.stores().accounts());
    var imports = new ImportsResource(submit, catalog, backends.stores().accounts());
    var settlements = new SettlementsResource(backends.stores().accounts());
    var mappings = new MappingsResource(backends.stores().accounts().mappings(), catalog);
    var errors = new ErrorsResource(jobs, engine.log(), blobs);
    var timetable = backends.stores().schedules();
    var schedules = new SchedulesResource(timetable, catalog, backends.tenant());
    var backfill = new BackfillResource(schedules, timetable);
    var health = new HealthResource(parts.readiness());

    return List.of(
        new Route("/").get(index::read),
        new Route("/v1/pipelines").get(pipelines::list),
        new Route("/v1/pipelines/{pipeline}").get(pipelines::one),
        new Route("/v1/pipelines/{pipeline}/jobs").post(submit::submit),
        new Route("/v1/jobs").get(list::list),
        new Route("/v1/jobs/{job}").get(one::read).delete(end::end),
        new Route("/v1/jobs/{job}/events").get(events::read),
        new Route("/v1/jobs/{job}/rejects").get(rejects::read),
        new Route("/v1/jobs/{job}/results").get(results::list),
        new Route("/v1/jobs/{job}/results/{name}").get(results::one),
        new Route("/v1/jobs/{job}/dead-letters").get(letters::ofJob),
        new Route("/v1/jobs/{job}/dead-letters/{chunk}/payload").get(letter::payload),
        new Route("/v1/jobs/{job}/dead-letters/{chunk}/replay").post(letter::replay),
        new Route("/v1/jobs/{job}/replay").post(replay::replay),
        new Route("/v1/dead-letters").get(letters::list),
        new Route("/v1/dead-letters/groups").get(letters::groups),
        new Route("/v1/dead-letters/selections").post(selections::freeze),
        new Route("/v1/dead-letters/selections/{selection}").get(selections::read),
        new Route("/v1/dead-letters/selections/{selection}/replay").post(selections::replay),
        new Route("/v1/stages").get(stages::list),
        new Route("/v1/stages/{pipeline}/{stage}/pause").post(stages::pause),
        new Route("/v1/stages/{pipeline}/{stage}/resume").post(stages::resume),
        new Route("/v1/stages/{pipeline}/{stage}/limits").put(stages::limit),
        new Route("/v1/gates").get(gates::list).put(gates::set),
        new Route("/v1/gates/pause").post(gates::pause),
        new Route("/v1/gates/resume").post(gates::resume),
        new Route("/v1/schedules").get(schedules::list),
        new Route("/v1/schedules/{schedule}")
            .get(schedules::one)
            .put(schedules::put)
            .post(schedules::post)
            .delete(schedules::delete),
        new Route("/v1/schedules/{schedule}/backfill").post(backfill::run),
        new Route("/v1/collections").get(collections::list),
        new Route("/v1/collections/{collection}").get(collections::one),
        new Route("/v1/collections/{collection}/items").get(collections::items),
        new Route("/v1/jobs/{job}/errors.csv").get(errors::read),
        new Route("/v1/accounts/{account}").get(accounts::one),
        new Route("/v1/accounts/{account}/imports").post(imports::post),
        new Route("/v1/accounts/{account}/restore").post(accounts::restore),
        new Route("/v1/accounts/{account}/transactions").get(accounts::transactions),
        new Route("/v1/accounts/{account}/balances").get(accounts::balances),
        new Route("/v1/accounts/{account}/gains").get(accounts::gains),
        new Route("/v1/accounts/{account}/disposals/{tx}").get(accounts::disposal),
        new Route("/v1/accounts/{account}/issues").get(settlements::list),
        new Route("/v1/accounts/{account}/issues/{issue}").put(settlements::settle),
        new Route("/v1/prices/{currency}").put(imports::prices),
        new Route("/v1/mappings/{header}")
            .get(mappings::read)
            .put(mappings::keep)
            .delete(mappings::forget),
        new Route("/health/live").get(health::live),
        new Route("/health/ready").get(health::ready),
        new Route("/metrics").get(new MetricsResource(registry)::read));
  }
}
