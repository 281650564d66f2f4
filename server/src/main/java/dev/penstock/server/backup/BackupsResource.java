package dev.penstock.server.backup;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Json;
import dev.penstock.server.web.JsonBody;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** {@code /v1/backups}: begun, listed, removed. */
public final class BackupsResource {
  private static final DateTimeFormatter BY_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss").withZone(ZoneOffset.UTC);

  private final Optional<Backups> backups;
  private final InstantSource clock;

  /**
   * @param backups empty where this server cannot make any
   */
  public BackupsResource(Optional<Backups> backups, InstantSource clock) {
    this.backups = backups;
    this.clock = clock;
  }

  public Reply begin(Exchange exchange) throws IOException {
    exchange.query().only();
    String name =
        JsonBody.of(exchange, "name").text("name").orElseGet(() -> BY_TIME.format(clock.instant()));
    if (!Backups.isName(name)) {
      throw HttpProblem.of(
              Code.BODY_INVALID, "name takes 1 to 64 of a-z 0-9 . _ -, a letter or digit first.")
          .refused();
    }
    Optional<Backups.Refusal> refusal = ours().begin(name);
    if (refusal.isPresent()) {
      return switch (refusal.get()) {
        case EXISTS ->
            Reply.refused(Code.BACKUP_EXISTS, "There is a back-up '%s' already.".formatted(name));
        case RUNNING ->
            Reply.refused(Code.BACKUP_RUNNING, "Another back-up is being made; wait for its end.");
      };
    }
    String link = link(name);
    return Reply.json(
            202,
            Json.bytes(
                json -> {
                  json.writeStartObject();
                  json.writeStringProperty("name", name);
                  json.writeStringProperty("status", "running");
                  json.writeStringProperty("link", link);
                  json.writeEndObject();
                }))
        .withHeader("Location", link);
  }

  public Reply list(Exchange exchange) throws IOException {
    exchange.query().only();
    List<Backup> all = ours().list();
    return Reply.json(
        200,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("backups");
              all.forEach(each -> write(json, each));
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  public Reply one(Exchange exchange) throws IOException {
    exchange.query().only();
    String name = exchange.path("backup");
    Backup backup = ours().find(name).orElseThrow(() -> unknown(name));
    return Reply.json(200, Json.bytes(json -> write(json, backup)));
  }

  public Reply remove(Exchange exchange) throws IOException {
    exchange.query().only();
    String name = exchange.path("backup");
    if (!ours().remove(name)) {
      throw unknown(name);
    }
    return new Reply.Bare(204, Map.of());
  }

  private Backups ours() {
    return backups.orElseThrow(
        () ->
            HttpProblem.of(
                    Code.BACKUP_UNSUPPORTED,
                    "The jobs of this server are in Redis, whose own back-up keeps them; copy blobs"
                        + " and stores while it stands still.")
                .refused());
  }

  private static RuntimeException unknown(String name) {
    return HttpProblem.of(Code.BACKUP_UNKNOWN, "There is no back-up '" + Exchange.clip(name) + "'.")
        .refused();
  }

  private static String link(String name) {
    return "/v1/backups/" + name;
  }

  private static void write(JsonGenerator json, Backup backup) {
    json.writeStartObject();
    json.writeStringProperty("name", backup.name());
    switch (backup) {
      case Backup.Running running -> {
        json.writeStringProperty("status", "running");
        Json.moment(json, "begun", running.begun());
      }
      case Backup.Failed failed -> {
        json.writeStringProperty("status", "failed");
        Json.moment(json, "begun", failed.begun());
        json.writeStringProperty("code", failed.problem().code());
        json.writeStringProperty("detail", failed.problem().detail());
      }
      case Backup.Made made -> {
        json.writeStringProperty("status", "successful");
        Json.moment(json, "begun", made.note().begun());
        Json.moment(json, "ended", made.note().ended());
        json.writeNumberProperty("files", made.note().files());
        json.writeNumberProperty("bytes", made.note().bytes());
        json.writeStringProperty("folder", made.folder().toString());
      }
    }
    json.writeEndObject();
  }
}
