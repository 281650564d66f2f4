package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.client.JobView;
import dev.penstock.client.PenstockClient;
import dev.penstock.client.PenstockException;
import dev.penstock.client.SubmitRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Back-ups of a folder in which a server works, and what is made of them. */
@Execution(ExecutionMode.CONCURRENT)
class BackupIT {
  private static final boolean SOAK = "soak".equals(System.getProperty("penstock.test.form"));
  private static final int BACKUPS = SOAK ? 20 : 3;
  private static final String ONE_BY_ONE = "--stages.geometry.refine.concurrency=1";
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final byte[] POINT =
      """
      {"type":"Feature","properties":{"name":"a"},"geometry":{"type":"Point","coordinates":[1,2]}}
      """
          .getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Path data;
  private Path backup;
  private Path restored;

  @BeforeEach
  void nameFolders() {
    data = folder.resolve("data");
    backup = folder.resolve("elsewhere/backup");
    restored = folder.resolve("restored");
  }

  private static Shell.Outcome succeeded(Object... words) {
    Shell.Outcome ended = new Shell().run(words);
    assertThat(ended.status()).as(ended.err()).isZero();
    return ended;
  }

  private static void refused(String why, Object... words) {
    Shell.Outcome ended = new Shell().run(words);
    assertThat(ended.status()).as(ended.out()).isNotZero();
    assertThat(ended.err()).contains(why);
  }

  @Test
  void aJobThatWasHalfDoneWhenItWasBackedUpEndsWithTheSameFeatures() throws Exception {
    Path payload = DensePayload.write(folder.resolve("dense.geojson"), 1_500);
    String id;
    List<String> features;
    try (var server = ServerProcess.on(data, ONE_BY_ONE);
        var client = server.client()) {
      id = client.submit(SubmitRequest.file("geometry", payload)).id();
      while (client.job(id).stages().get(1).chunks().done() == 0) {
        Thread.onSpinWait();
      }
      assertThat(succeeded("backup", "--data", data, "--to", backup).out()).contains("Back-up of");
      assertThat(client.job(id).ended()).as("over before the back-up").isFalse();
      features = features(client, id);
    }
    succeeded("restore", backup, "--data", restored);
    try (var server = ServerProcess.on(restored);
        var client = server.client()) {
      assertThat(features(client, id)).isEqualTo(features);
      assertThat(client.job(id).counts().in()).isEqualTo(1_500);
    }
  }

  private List<String> features(PenstockClient client, String id)
      throws IOException, InterruptedException {
    JobView job = client.ended(id, LONG).orElseThrow();
    assertThat(job.status()).as(job.report().summary()).isEqualTo("successful");
    Path out = Files.createTempFile(folder, "out", ".gpkg");
    client.result(id, "features.gpkg", out);
    return GeoPackage.features(out);
  }

  /** While jobs come, end and are removed; so payloads and results appear and go all the time. */
  @Test
  void whatWasAcceptedBeforeABackUpBeganIsInItWithAllThatItNeeds() throws Exception {
    List<String> accepted = Collections.synchronizedList(new ArrayList<>());
    var enough = new AtomicBoolean();
    List<Path> backups = new ArrayList<>();
    List<List<String>> before = new ArrayList<>();
    try (var server = ServerProcess.on(data)) {
      CompletableFuture<Void> traffic =
          CompletableFuture.runAsync(() -> submitAndRemove(server, accepted, enough));
      for (int i = 0; i < BACKUPS; i++) {
        while (accepted.size() < 20 * (i + 1)) {
          Thread.onSpinWait();
        }
        before.add(List.copyOf(accepted));
        Path to = folder.resolve("backup-" + i);
        succeeded("backup", "--data", data, "--to", to);
        backups.add(to);
      }
      enough.set(true);
      traffic.get();
    }
    for (int i = 0; i < BACKUPS; i++) {
      Path there = folder.resolve("restored-" + i);
      succeeded("restore", backups.get(i), "--data", there);
      allEndWell(there, before.get(i));
    }
  }

  /** Every second job is removed again when it has ended. */
  private static void submitAndRemove(
      ServerProcess server, List<String> accepted, AtomicBoolean enough) {
    try (var client = server.client()) {
      for (int number = 0; !enough.get(); number++) {
        var request = SubmitRequest.bytes("geometry", POINT).input("collection", "c" + number % 3);
        String id = client.submit(request).id();
        if (number % 2 == 0) {
          accepted.add(id);
        } else {
          assertThat(client.ended(id, LONG)).isPresent();
          client.delete(id);
        }
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void allEndWell(Path there, List<String> jobs) throws Exception {
    try (var server = ServerProcess.on(there);
        var client = server.client()) {
      for (String id : jobs) {
        JobView job = client.ended(id, LONG).orElseThrow();
        assertThat(job.status()).as(job.json().toString()).isEqualTo("successful");
        assertThat(job.counts().ok()).isEqualTo(1);
        client.result(id, "features.gpkg", Files.createTempFile(folder, "out", ".gpkg"));
      }
      assertThat(client.get("/v1/collections/c0/items").path("features")).isNotEmpty();
    }
  }

  @Test
  void aFolderOnWhichNoServerRunsIsBackedUpToo() throws Exception {
    String id;
    try (var server = ServerProcess.on(data);
        var client = server.client()) {
      id = client.submit(SubmitRequest.bytes("geometry", POINT)).id();
      server.terminate();
    }
    succeeded("backup", "--data", data, "--to", backup);
    succeeded("restore", backup, "--data", restored);
    try (var server = ServerProcess.on(restored);
        var client = server.client()) {
      assertThat(client.ended(id, LONG).orElseThrow().status()).isEqualTo("successful");
    }
  }

  @Test
  void backUpsAreListedAndRemovedByName() throws Exception {
    try (var server = ServerProcess.on(data);
        var client = server.client()) {
      succeeded("backup", "--data", data);
      var all = client.get("/v1/backups").path("backups");
      assertThat(all).hasSize(1);
      String name = all.path(0).path("name").asString();
      assertThat(data.resolve("backups").resolve(name).resolve("backup.json")).exists();
      var removal =
          HttpRequest.newBuilder(server.url().resolve("/v1/backups/" + name)).DELETE().build();
      try (var http = HttpClient.newHttpClient()) {
        assertThat(http.send(removal, HttpResponse.BodyHandlers.discarding()).statusCode())
            .isEqualTo(204);
      }
      assertThat(client.get("/v1/backups").path("backups")).isEmpty();
      assertThat(data.resolve("backups")).isEmptyDirectory();
      assertThat(problem(client, "/v1/backups/" + name)).isEqualTo("backup.unknown");
    }
  }

  private static String problem(PenstockClient client, String path)
      throws IOException, InterruptedException {
    try {
      return client.get(path).toString();
    } catch (PenstockException e) {
      return e.code();
    }
  }

  @Test
  void nothingIsOverwrittenAndNothingHalfIsTaken() throws Exception {
    try (var _ = ServerProcess.on(data)) {
      succeeded("backup", "--data", data, "--to", backup);
    }
    refused("is there already", "backup", "--data", data, "--to", backup);
    refused("is not empty", "restore", backup, "--data", data);
    refused("is no back-up", "restore", data, "--data", restored);
    refused("There is no folder", "backup", "--data", folder.resolve("nowhere"));
    Path database = backup.resolve("engine/engine.db");
    Files.write(database, new byte[3_000], StandardOpenOption.WRITE);
    refused("The back-up is damaged: engine/engine.db", "restore", backup, "--data", restored);
    assertThat(restored).doesNotExist();
    assertThat(folder.resolve("restored.half")).doesNotExist();
  }
}
