package dev.penstock.server.http;

import dev.penstock.access.Scope;
import dev.penstock.runtime.JobRemoval;
import dev.penstock.runtime.Selections;
import dev.penstock.server.access.AuditResource;
import dev.penstock.server.access.KeysResource;
import dev.penstock.server.access.MeResource;
import dev.penstock.server.account.AccountsResource;
import dev.penstock.server.account.ErrorsResource;
import dev.penstock.server.account.ImportsResource;
import dev.penstock.server.account.MappingsResource;
import dev.penstock.server.account.SettlementsResource;
import dev.penstock.server.backup.BackupsResource;
import dev.penstock.server.callback.DeliveriesResource;
import dev.penstock.server.callback.SecretsResource;
import dev.penstock.server.callback.SubscriptionsResource;
import dev.penstock.server.collection.CollectionNames;
import dev.penstock.server.collection.CollectionsResource;
import dev.penstock.server.dashboard.DashboardResource;
import dev.penstock.server.deadletter.LetterItemsResource;
import dev.penstock.server.deadletter.LetterResource;
import dev.penstock.server.deadletter.LettersResource;
import dev.penstock.server.deadletter.SelectionsResource;
import dev.penstock.server.gate.GatesResource;
import dev.penstock.server.gate.StagesResource;
import dev.penstock.server.health.HealthResource;
import dev.penstock.server.health.Readiness;
import dev.penstock.server.intake.DirectIntake;
import dev.penstock.server.intake.IntakeLimits;
import dev.penstock.server.intake.OrderCheck;
import dev.penstock.server.intake.SubmitResource;
import dev.penstock.server.intake.UploadsResource;
import dev.penstock.server.intake.WebhookResource;
import dev.penstock.server.job.EndResource;
import dev.penstock.server.job.EventsResource;
import dev.penstock.server.job.JobChanges;
import dev.penstock.server.job.JobJson;
import dev.penstock.server.job.JobResource;
import dev.penstock.server.job.Jobs;
import dev.penstock.server.job.JobsResource;
import dev.penstock.server.job.RejectsResource;
import dev.penstock.server.job.ReplayResource;
import dev.penstock.server.job.ResendResource;
import dev.penstock.server.job.ResultsResource;
import dev.penstock.server.metrics.HttpMetrics;
import dev.penstock.server.metrics.MetricsResource;
import dev.penstock.server.ogc.LandingResource;
import dev.penstock.server.ogc.OgcCollections;
import dev.penstock.server.ogc.OgcItems;
import dev.penstock.server.openapi.OpenApi;
import dev.penstock.server.openapi.OpenApiResource;
import dev.penstock.server.openapi.Operation;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.pipeline.PipelinesResource;
import dev.penstock.server.schedule.BackfillResource;
import dev.penstock.server.schedule.SchedulesResource;
import dev.penstock.server.watch.ChunksResource;
import dev.penstock.server.watch.HistoryResource;
import dev.penstock.server.watch.Watch;
import dev.penstock.server.webhook.EndpointsResource;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The API as a table: every path, and who answers it. */
final class Routes {
  private Routes() {}

  /** What resources share with the server around them. */
  record Parts(JobChanges changes, IntakeLimits limits, Readiness readiness) {}

  static List<Route> of(
      Backends backends, Parts parts, PrometheusRegistry registry, HttpMetrics metrics)
      throws IOException {
    var changes = parts.changes();
    var outside = backends.stores().callbacks();
    var access = backends.stores().access();
    var engine = backends.engine();
    var blobs = backends.blobs();
    var catalog = backends.catalog();
    var jobs = new Jobs(engine, changes);
    var view = new JobJson(catalog);

    Watch watch = backends.work().watch();
    var dashboard = new DashboardResource();
    var index = new IndexResource(dashboard);
    var pipelines = new PipelinesResource(catalog);
    var stores =
        new SubmitResource.IntakeStores(
            engine, blobs, InstantSource.system(), backends.work().arrived(), outside.rules());
    var uploads = new UploadsResource(stores, catalog, parts.limits(), backends.stores().uploads());
    var submit =
        new SubmitResource(
            stores,
            catalog,
            parts.limits(),
            jobs,
            nanos -> {
              metrics.acknowledged(nanos);
              watch.acknowledged(nanos);
            });
    var list = new JobsResource(jobs, view);
    var one = new JobResource(jobs, view);
    var end =
        new EndResource(jobs, engine, new JobRemoval(catalog.pipelines(), engine, blobs), view);
    var events = new EventsResource(jobs, changes, backends.heartbeat());
    var rejects = new RejectsResource(jobs, blobs);
    var resend =
        new ResendResource(
            jobs,
            engine,
            blobs,
            catalog,
            new ResendResource.Intake(parts.limits().maxBody(), backends.work().arrived()));
    var results = new ResultsResource(jobs, blobs);
    var letters = new LettersResource(engine.log(), jobs);
    var letter = new LetterResource(jobs, engine, blobs, view);
    var chunks = new LetterItemsResource.Chunks(engine, blobs, catalog);
    var letterItems = new LetterItemsResource(letter, jobs, chunks, view);
    var clock = InstantSource.system();
    var selections = new SelectionsResource(new Selections(engine, blobs, clock));
    var stages =
        new StagesResource(engine, catalog, clock, new StagesResource.Lately(watch, changes));
    var gates = new GatesResource(engine, clock);
    var replay = new ReplayResource(jobs, engine, view);
    var collections =
        new CollectionsResource(backends.stores().collections(), new CollectionNames(jobs));
    var accounts = new AccountsResource(backends.stores().accounts());
    var imports = new ImportsResource(submit, catalog, backends.stores().accounts());
    var settlements = new SettlementsResource(backends.stores().accounts());
    var mappings = new MappingsResource(backends.stores().accounts().mappings(), catalog);
    var errors = new ErrorsResource(jobs, engine.log(), blobs);
    String publicUrl = backends.stores().callbacks().publicUrl();
    var landing = new LandingResource(publicUrl);
    var ogc =
        new OgcCollections(backends.stores().collections(), new CollectionNames(jobs), publicUrl);
    var ogcItems = new OgcItems(backends.stores().collections(), ogc);
    var webhooks =
        new WebhookResource(backends.stores().webhooks(), stores, catalog, parts.limits());
    var endpoints =
        new EndpointsResource(
            backends.stores().webhooks(), new OrderCheck(stores, catalog, parts.limits()), clock);
    var timetable = backends.stores().schedules();
    var schedules = new SchedulesResource(timetable, catalog);
    var backfill = new BackfillResource(schedules, timetable);
    var subscriptions = new SubscriptionsResource(outside, catalog);
    var secrets = new SecretsResource(outside);
    var deliveries = new DeliveriesResource(outside);
    var keys = new KeysResource(access.keys(), clock);
    var audit = new AuditResource(access.audit());
    var backups = new BackupsResource(backends.work().backups(), clock);
    var me = new MeResource(access.keyring(), access.tokens());
    var health = new HealthResource(parts.readiness());

    var routes = new ArrayList<Route>();
    Collections.addAll(
        routes,
        new Route("/").open(index::read),
        new Route("/ui/{page}").open(dashboard::page),
        new Route("/ui/{page}/{name}").open(dashboard::page),
        new Route("/ui/{page}/{name}/{part}").open(dashboard::page),
        new Route("/assets/{hash}/{file}").open(dashboard::asset),
        new Route("/v1/me").open(me::read),
        new Route("/v1/history").get(Scope.OPERATE, new HistoryResource(watch)::read),
        new Route("/v1/pipelines").get(pipelines::list),
        new Route("/v1/pipelines/{pipeline}").get(pipelines::one),
        new Route("/v1/pipelines/{pipeline}/jobs").post(Scope.SUBMIT, submit::submit),
        new Route("/v1/uploads")
            .open("OPTIONS", uploads::options)
            .post(Scope.SUBMIT, uploads::create),
        new Route("/v1/uploads/{upload}")
            .on("HEAD", Scope.SUBMIT, uploads::head)
            .on("PATCH", Scope.SUBMIT, uploads::patch)
            .delete(Scope.SUBMIT, uploads::delete),
        new Route("/v1/webhooks/{endpoint}").open("POST", webhooks::receive),
        new Route("/v1/endpoints").get(endpoints::list),
        new Route("/v1/endpoints/{endpoint}")
            .get(endpoints::one)
            .put(endpoints::put)
            .post(endpoints::post)
            .delete(endpoints::delete),
        new Route("/v1/jobs").get(list::list),
        new Route("/v1/jobs/{job}").get(one::read).delete(end::end),
        new Route("/v1/jobs/{job}/events").get(events::read),
        new Route("/v1/jobs/{job}/chunks").get(new ChunksResource(jobs, watch)::read),
        new Route("/v1/jobs/{job}/rejects").get(rejects::read),
        new Route("/v1/jobs/{job}/rejects/replay").post(resend::resend),
        new Route("/v1/jobs/{job}/results").get(results::list),
        new Route("/v1/jobs/{job}/results/{name}").get(results::one),
        new Route("/v1/jobs/{job}/dead-letters").get(letters::ofJob),
        new Route("/v1/jobs/{job}/dead-letters/{chunk}/payload").get(letter::payload),
        new Route("/v1/jobs/{job}/dead-letters/{chunk}/replay").post(letter::replay),
        new Route("/v1/jobs/{job}/dead-letters/{chunk}/items")
            .get(letterItems::read)
            .post(letterItems::replay),
        new Route("/v1/jobs/{job}/replay").post(replay::replay),
        new Route("/v1/dead-letters").get(letters::list),
        new Route("/v1/dead-letters/groups").get(letters::groups),
        new Route("/v1/dead-letters/selections").post(selections::freeze),
        new Route("/v1/dead-letters/selections/{selection}").get(selections::read),
        new Route("/v1/dead-letters/selections/{selection}/replay").post(selections::replay),
        new Route("/v1/stages").get(Scope.OPERATE, stages::list),
        new Route("/v1/stages/{pipeline}/{stage}/pause").post(Scope.ADMIN, stages::pause),
        new Route("/v1/stages/{pipeline}/{stage}/resume").post(Scope.ADMIN, stages::resume),
        new Route("/v1/stages/{pipeline}/{stage}/limits").put(Scope.ADMIN, stages::limit),
        new Route("/v1/gates").get(Scope.OPERATE, gates::list).put(Scope.ADMIN, gates::set),
        new Route("/v1/gates/pause").post(Scope.ADMIN, gates::pause),
        new Route("/v1/gates/resume").post(Scope.ADMIN, gates::resume),
        new Route("/v1/schedules").get(schedules::list),
        new Route("/v1/schedules/{schedule}")
            .get(schedules::one)
            .put(schedules::put)
            .post(schedules::post)
            .delete(schedules::delete),
        new Route("/v1/schedules/{schedule}/backfill").post(backfill::run),
        new Route("/v1/subscriptions").get(subscriptions::list),
        new Route("/v1/subscriptions/{subscription}")
            .get(subscriptions::one)
            .put(subscriptions::put)
            .post(subscriptions::post)
            .delete(subscriptions::delete),
        new Route("/v1/subscriptions/{subscription}/secret")
            .get(Scope.OPERATE, secrets::ofSubscription)
            .post(secrets::rotateSubscription),
        new Route("/v1/subscriptions/{subscription}/test").post(subscriptions::test),
        new Route("/v1/subscriptions/{subscription}/replay").post(subscriptions::replay),
        new Route("/v1/callbacks/secret")
            .get(Scope.OPERATE, secrets::ofJobs)
            .post(secrets::rotateJobs),
        new Route("/v1/deliveries").get(deliveries::list),
        new Route("/v1/deliveries/{delivery}").get(deliveries::one),
        new Route("/v1/deliveries/{delivery}/replay").post(deliveries::replay),
        new Route("/v1/keys").get(Scope.ADMIN, keys::list).post(Scope.ADMIN, keys::create),
        new Route("/v1/keys/{key}").delete(Scope.ADMIN, keys::revoke),
        new Route("/v1/keys/{key}/rotate").post(Scope.ADMIN, keys::rotate),
        new Route("/v1/audit").get(Scope.ADMIN, audit::list),
        new Route("/v1/backups").get(Scope.ADMIN, backups::list).post(Scope.ADMIN, backups::begin),
        new Route("/v1/backups/{backup}")
            .get(Scope.ADMIN, backups::one)
            .delete(Scope.ADMIN, backups::remove),
        new Route("/v1/collections").get(collections::list),
        new Route("/v1/collections/{collection}").get(collections::one),
        new Route("/v1/collections/{collection}/items").get(collections::items),
        new Route("/ogc").get(landing::landing),
        new Route("/ogc/api").get(landing::api),
        new Route("/ogc/conformance").get(landing::conformance),
        new Route("/ogc/collections").get(ogc::list),
        new Route("/ogc/collections/{collection}").get(ogc::one),
        new Route("/ogc/collections/{collection}/items").get(ogcItems::items),
        new Route("/ogc/collections/{collection}/items/{feature}").get(ogcItems::item),
        new Route("/v1/jobs/{job}/errors.csv").get(errors::read),
        new Route("/v1/accounts/{account}").get(accounts::one),
        new Route("/v1/accounts/{account}/imports").post(Scope.SUBMIT, imports::post),
        new Route("/v1/accounts/{account}/restore").post(accounts::restore),
        new Route("/v1/accounts/{account}/transactions").get(accounts::transactions),
        new Route("/v1/accounts/{account}/balances").get(accounts::balances),
        new Route("/v1/accounts/{account}/gains").get(accounts::gains),
        new Route("/v1/accounts/{account}/disposals/{tx}").get(accounts::disposal),
        new Route("/v1/accounts/{account}/issues").get(settlements::list),
        new Route("/v1/accounts/{account}/issues/{issue}").put(settlements::settle),
        new Route("/v1/prices/{currency}").put(Scope.ADMIN, imports::prices),
        new Route("/v1/mappings/{header}")
            .get(mappings::read)
            .put(mappings::keep)
            .delete(mappings::forget),
        new Route("/health/live").open(health::live),
        new Route("/health/ready").open(health::ready),
        new Route("/metrics").get(Scope.OPERATE, new MetricsResource(registry)::read));
    routes.addAll(FarmRoutes.of(backends, jobs, view));
    routes.addAll(
        OgcRoutes.of(
            new OgcRoutes.Processes(
                engine,
                catalog,
                new DirectIntake(stores, catalog, parts.limits()),
                new JobRemoval(catalog.pipelines(), engine, blobs)),
            outside.publicUrl()));
    routes.add(described(routes, catalog));
    return routes;
  }

  /** The table as a document for machines. */
  private static Route described(List<Route> routes, Catalog catalog) {
    var api =
        new OpenApi(
            Operation.all(),
            catalog.all().stream().map(Offer::pipeline).toList(),
            (method, path) -> scope(routes, method, path),
            "1");
    return new Route("/v1/openapi.json").open(new OpenApiResource(api)::read);
  }

  private static String scope(List<Route> routes, String method, String path) {
    Optional<Route.Guarded> action =
        routes.stream()
            .filter(route -> route.template().equals(path))
            .findFirst()
            .flatMap(route -> route.action(method));
    return action.flatMap(Route.Guarded::scope).map(Scope::word).orElse("");
  }
}
