package dev.penstock.server.http;

import dev.penstock.access.KeyIssue;
import dev.penstock.access.Keyring;
import dev.penstock.access.MemoryAccess;
import dev.penstock.access.Scope;
import dev.penstock.access.Tokens;
import dev.penstock.blob.FileBlobStore;
import dev.penstock.callback.AnnouncingEngine;
import dev.penstock.callback.Audience;
import dev.penstock.callback.CallbackSettings;
import dev.penstock.callback.CallbacksPipeline;
import dev.penstock.callback.MemoryCallbacks;
import dev.penstock.client.PenstockClient;
import dev.penstock.egress.Cidr;
import dev.penstock.egress.EgressRules;
import dev.penstock.egress.OutboundClient;
import dev.penstock.engine.Bells;
import dev.penstock.engine.EngineLimits;
import dev.penstock.engine.memory.MemoryEngine;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.runtime.HostSettings;
import dev.penstock.runtime.PipelineHost;
import dev.penstock.schedule.MemoryScheduleBook;
import dev.penstock.schedule.SlotSubmits;
import dev.penstock.schedule.Timetable;
import dev.penstock.server.callback.CallbackParts;
import dev.penstock.server.config.HttpSettings;
import dev.penstock.server.intake.FetchPipeline;
import dev.penstock.server.intake.IntakeLimits;
import dev.penstock.server.intake.SubmitResource;
import dev.penstock.server.intake.UploadSlots;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.pipeline.FirstBytes;
import dev.penstock.server.pipeline.Noun;
import dev.penstock.server.pipeline.Offer;
import dev.penstock.server.watch.Lookout;
import dev.penstock.server.watch.Watch;
import dev.penstock.transactions.view.Accounts;
import dev.penstock.webhook.MemoryWebhooks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A whole server on a memory engine, real files and a real port. */
final class TestServer implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final LinesPipeline lines = new LinesPipeline();
  final MemoryFeatures features = new MemoryFeatures();
  final Accounts accounts = NoLedger.accounts();
  final Bells bells = new Bells();
  final MemoryCallbacks callbacks = new MemoryCallbacks();
  final MemoryAccess keys = new MemoryAccess();
  final Audience audience;
  final MemoryWebhooks webhooks = new MemoryWebhooks();
  final MemoryEngine engine;
  final NarrowEngine narrow;
  final NarrowStore blobs;
  final Timetable timetable;
  final List<String> fallen = new CopyOnWriteArrayList<>();
  final Watch watch = new Watch(InstantSource.system());
  private final Lookout lookout;
  final PenstockHttp http;
  final PenstockClient client;
  final HttpClient raw = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private final PipelineHost host;
  private final OutboundClient outbound;

  /** What a test may want otherwise. */
  record Setup(
      HttpSettings settings, EngineLimits limits, long heads, long reserve, Tokens tokens) {
    static final Setup USUAL =
        new Setup(HttpSettings.onPort(0), EngineLimits.DEFAULT, 16L << 20, 0, Tokens.NONE);

    Setup tokens(Tokens tokens) {
      return new Setup(settings, limits, heads, reserve, tokens);
    }

    Setup heads(long heads) {
      return new Setup(settings, limits, heads, reserve, tokens);
    }

    Setup reserve(long reserve) {
      return new Setup(settings, limits, heads, reserve, tokens);
    }
  }

  private TestServer(Path folder, Setup setup) throws IOException {
    this.folder = folder;
    var clock = InstantSource.system();
    this.engine = new MemoryEngine(clock, new Random(1), setup.limits(), bells);
    this.blobs =
        new NarrowStore(
            FileBlobStore.open(folder, new FileBlobStore.Settings(setup.reserve(), 1 << 20)));
    this.narrow = new NarrowEngine(engine);
    Pipeline text = lines.pipeline("lines");
    Pipeline json = lines.pipeline("geometry");
    var catalog =
        new Catalog(
            List.of(
                Offer.of(text, new Noun("line", "lines", "Kept"), FirstBytes.ANY),
                Offer.of(json, Noun.FEATURE, FirstBytes.GEOJSON),
                Offer.internal(CallbacksPipeline.declared(), Noun.ITEM),
                Offer.internal(FetchPipeline.declared(), Noun.ITEM)));
    var submits = new SlotSubmits(narrow, name -> catalog.named(name).map(Offer::pipeline), clock);
    var book = new MemoryScheduleBook();
    this.timetable = Timetable.of(book, book, submits, clock);
    this.audience = new Audience(callbacks);
    var announcing = new AnnouncingEngine(narrow, List.of(audience));
    var rules = EgressRules.PUBLIC.allowing(List.of(Cidr.parse("127.0.0.0/8")));
    this.outbound = OutboundClient.of(rules, "penstock-test");
    Pipeline telling =
        CallbacksPipeline.on(
            announcing, callbacks.books(), outbound, CallbackSettings.DEFAULT, clock);
    Pipeline fetches =
        FetchPipeline.on(
            outbound,
            new SubmitResource.IntakeStores(announcing, blobs, clock, () -> {}, rules),
            () -> catalog,
            setup.settings().maxBody());
    this.host =
        new PipelineHost(
                List.of(text, json, telling, fetches),
                watch.on(engine),
                blobs,
                bells,
                HostSettings.of("test"))
            .start();
    this.lookout = Lookout.start(watch, engine);
    var parts = new CallbackParts(callbacks.books(), audience, announcing, rules, "", clock);
    var access = new Backends.Access(new Keyring(keys, clock), keys, keys, setup.tokens());
    this.http =
        PenstockHttp.start(
            setup.settings(),
            Backends.of(
                    announcing,
                    bells,
                    blobs,
                    catalog,
                    new Backends.Stores(
                        features,
                        timetable,
                        parts,
                        webhooks,
                        access,
                        accounts,
                        NoFarms.parts(),
                        folder.resolve("uploads")))
                .heartbeat(Duration.ofMillis(100))
                .before(
                    new Backends.Work(
                        () -> {},
                        List::of,
                        () -> fallen,
                        Optional.empty(),
                        watch,
                        Optional.empty())),
            new IntakeLimits(
                setup.settings().maxBody(),
                setup.heads(),
                new UploadSlots(setup.settings().uploads())));
    this.client = new PenstockClient(http.base());
  }

  static TestServer start(Path folder) throws IOException {
    return start(folder, HttpSettings.onPort(0));
  }

  static TestServer start(Path folder, HttpSettings settings) throws IOException {
    return start(folder, new Setup(settings, EngineLimits.DEFAULT, 16L << 20, 0, Tokens.NONE));
  }

  static TestServer start(Path folder, Setup setup) throws IOException {
    return new TestServer(folder, setup);
  }

  static TestServer startLimited(Path folder, EngineLimits limits) throws IOException {
    return start(folder, new Setup(HttpSettings.onPort(0), limits, 16L << 20, 0, Tokens.NONE));
  }

  /** Makes a key; from then on the server asks for one. */
  String key(String tenant, Scope... scopes) throws IOException {
    var wish = new KeyIssue.Wish(tenant, "test", Set.of(scopes), Optional.empty());
    return new KeyIssue(keys, InstantSource.system()).make(wish).reveal();
  }

  /** Where parts of payloads lie. */
  Path uploads() {
    return folder.resolve("uploads");
  }

  URI at(String path) {
    return http.base().resolve(path);
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(at(path)), headers);
  }

  HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(at(path)).POST(BodyPublishers.ofString(body)), headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws IOException, InterruptedException {
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return raw.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
  }

  /** Ids of jobs that have blobs. */
  List<String> blobOwners() throws IOException {
    return blobs.owners("jobs");
  }

  /** Files in the store that are not published. */
  long unpublished() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("incoming"))) {
      return files.filter(Files::isRegularFile).filter(TestServer::isPart).count();
    }
  }

  private static boolean isPart(Path file) {
    return String.valueOf(file.getFileName()).matches("[0-9]+");
  }

  @Override
  public void close() throws IOException {
    lines.release.countDown();
    client.close();
    http.close();
    timetable.close();
    host.close();
    lookout.close();
    outbound.close();
    blobs.close();
    raw.close();
  }
}
