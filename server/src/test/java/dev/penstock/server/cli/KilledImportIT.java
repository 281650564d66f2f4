package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.client.JobView;
import dev.penstock.client.PenstockClient;
import dev.penstock.client.SubmitRequest;
import dev.penstock.testkit.TestForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is killed while an import is in one of its stages. */
@Execution(ExecutionMode.CONCURRENT)
class KilledImportIT {
  private static final int ROWS = TestForm.choose(40_000, 400_000);
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Pattern HASH = Pattern.compile("\"hash\":\"([0-9a-f]{64})\"");

  @TempDir static Path shared;
  private static Path payload;
  private static String undisturbed = "";

  @TempDir Path folder;

  @BeforeAll
  static void runUndisturbed() throws IOException {
    payload = shared.resolve("rows.csv");
    Files.writeString(payload, rows());
    Path out = Files.createDirectory(shared.resolve("out"));
    var ran = new Shell().run("run", "transactions", payload, "-o", out, "--method", "fifo,s104");
    assertThat(ran.status()).as(ran.err()).isZero();
    undisturbed = hash(out.resolve("report.json"));
  }

  private static String rows() {
    var random = new SplittableRandom(3);
    var csv = new StringBuilder("timestamp,type,base_asset,base_amount,quote_asset,quote_amount\n");
    String[] assets = {"BTC", "ETH", "SOL", "ADA"};
    long at = 1_600_000_000_000L;
    for (int i = 0; i < ROWS; i++) {
      at += random.nextInt(60_000);
      csv.append(
          "%s,%s,%s,%d.%03d,USD,%d\n"
              .formatted(
                  Instant.ofEpochMilli(at),
                  random.nextInt(5) < 3 ? "buy" : "sell",
                  assets[random.nextInt(4)],
                  1 + random.nextInt(9),
                  random.nextInt(1_000),
                  1 + random.nextInt(900)));
    }
    return csv.toString();
  }

  private static String hash(Path report) throws IOException {
    Matcher found = HASH.matcher(Files.readString(report));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plan", "parse", "ledger", "prices", "reconcile", "match", "metrics", "publish"})
  void theNextServerEndsItWithTheSameHash(String stage) throws IOException, InterruptedException {
    String id;
    try (var server = ServerProcess.on(folder);
        var client = server.client()) {
      id =
          client
              .submit(SubmitRequest.file("transactions", payload).input("method", "fifo,s104"))
              .id();
      JobView seen = awaitStage(client, id, stage);
      server.kill();
      assertThat(seen.ended()).as("the job ended before its server was killed").isFalse();
    }
    try (var server = ServerProcess.on(folder);
        var client = server.client()) {
      JobView job = client.ended(id, LONG).orElseThrow();
      assertThat(job.status()).as(job.report().summary()).isEqualTo("successful");
      assertThat(job.counts().ok()).isEqualTo(ROWS);
      Path report = folder.resolve("report.json");
      client.result(id, "report.json", report);
      assertThat(hash(report)).isEqualTo(undisturbed);
    }
  }

  /** Returns as soon as a chunk of the stage is there. */
  private static JobView awaitStage(PenstockClient client, String id, String stage)
      throws IOException, InterruptedException {
    while (true) {
      JobView job = client.job(id);
      boolean reached =
          stage.equals("plan")
              || job.stages().stream()
                  .filter(each -> each.stage().equals(stage))
                  .anyMatch(each -> each.chunks().total() > 0);
      if (job.ended() || reached) {
        return job;
      }
    }
  }
}
