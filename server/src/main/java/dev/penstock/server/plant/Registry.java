package dev.penstock.server.plant;

import dev.penstock.access.Keyring;
import dev.penstock.access.Tokens;
import dev.penstock.blob.BlobStore;
import dev.penstock.callback.Announcer;
import dev.penstock.callback.AnnouncingEngine;
import dev.penstock.callback.Audience;
import dev.penstock.callback.CallbackSettings;
import dev.penstock.callback.CallbacksPipeline;
import dev.penstock.egress.OutboundClient;
import dev.penstock.engine.Engine;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.server.callback.CallbackParts;
import dev.penstock.server.config.Outside;
import dev.penstock.server.http.Backends;
import dev.penstock.server.intake.DirectIntake;
import dev.penstock.server.intake.FetchPipeline;
import dev.penstock.server.intake.IntakeLimits;
import dev.penstock.server.intake.SubmitResource;
import dev.penstock.server.oidc.OidcTokens;
import dev.penstock.server.pipeline.Catalog;
import dev.penstock.server.stream.CompletionsPipeline;
import dev.penstock.server.stream.Publisher;
import dev.penstock.server.stream.StreamIntake;
import dev.penstock.store.embedded.registry.SqliteRegistry;
import dev.penstock.store.embedded.registry.SqliteScheduleBook;
import dev.penstock.webhook.WebhookBook;
import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What operators set up, and the way out to whom they name: open in the process that has the
 * stores.
 */
final class Registry implements Closeable {
  private static final InstantSource CLOCK = InstantSource.system();

  private final SqliteRegistry file;
  private final OutboundClient client;
  private final Audience audience;
  private final Outside outside;
  private final Keyring keyring;
  private final Tokens tokens;
  private final @Nullable Publisher publisher;

  private Registry(SqliteRegistry file, OutboundClient client, Audience audience, Outside outside) {
    this.file = file;
    this.client = client;
    this.audience = audience;
    this.outside = outside;
    this.publisher =
        outside
            .streams()
            .flatMap(all -> all.completions().map(stream -> new Publisher(all.url(), stream)))
            .orElse(null);
    this.keyring = new Keyring(file.keys(), CLOCK);
    this.tokens =
        outside.issuer().isPresent() ? new OidcTokens(outside.issuer().get(), CLOCK) : Tokens.NONE;
  }

  static Registry open(DataFolder data, Outside outside) throws IOException {
    SqliteRegistry file = SqliteRegistry.open(data.registry());
    try {
      var client = OutboundClient.of(outside.rules(), "Penstock (callbacks)");
      var audience = new Audience(file.callbacks().subscriptions());
      return new Registry(file, client, audience, outside);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The engine whose jobs are announced to those who subscribed. */
  Engine announcing(Engine engine) {
    var announcers = new ArrayList<Announcer>(List.of(audience));
    if (publisher != null) {
      outside
          .streams()
          .map(streams -> CompletionsPipeline.announcer(streams.tenant()))
          .ifPresent(announcers::add);
    }
    return new AnnouncingEngine(engine, announcers);
  }

  Pipeline callbacks(Engine engine) {
    CallbackSettings settings = CallbackSettings.DEFAULT.publicUrl(outside.publicUrl());
    return CallbacksPipeline.on(engine, file.callbacks(), client, settings, CLOCK);
  }

  /** The pipeline that gets payloads from URLs. */
  Pipeline fetches(Engine engine, BlobStore blobs, Supplier<Catalog> catalog, Runnable arrived) {
    var stores = new SubmitResource.IntakeStores(engine, blobs, CLOCK, arrived, outside.rules());
    return FetchPipeline.on(client, stores, catalog, outside.most());
  }

  /** The pipeline that tells a stream how jobs ended. */
  Pipeline completions(Engine engine) {
    return publisher == null
        ? CompletionsPipeline.declared()
        : CompletionsPipeline.on(engine.log(), publisher, outside.publicUrl());
  }

  /**
   * What takes the entries of a stream, where there is one.
   *
   * @param consumer what this process is called in the group
   */
  Optional<StreamIntake> streams(
      Engine engine, BlobStore blobs, Catalog catalog, Runnable arrived, String consumer) {
    var stores = new SubmitResource.IntakeStores(engine, blobs, CLOCK, arrived, outside.rules());
    return outside
        .streams()
        .flatMap(
            settings ->
                settings
                    .source()
                    .map(
                        source ->
                            new StreamIntake(
                                settings,
                                source,
                                new DirectIntake(
                                    stores, catalog, IntakeLimits.of(outside.most(), 1)),
                                consumer)));
  }

  WebhookBook webhooks() {
    return file.webhooks();
  }

  SqliteScheduleBook schedules() {
    return file.schedules();
  }

  /** Whether somebody can be let in who may do everything, and nobody is who shows nothing. */
  boolean guarded() throws IOException {
    return tokens.asked() || keyring.hasAdmin();
  }

  Backends.Access access() {
    return new Backends.Access(keyring, file.keys(), file.audit(), tokens);
  }

  CallbackParts parts(Engine engine) {
    return new CallbackParts(
        file.callbacks(), audience, engine, outside.rules(), outside.publicUrl(), CLOCK);
  }

  @Override
  public void close() throws IOException {
    try (file) {
      client.close();
      if (publisher != null) {
        publisher.close();
      }
    }
  }
}
