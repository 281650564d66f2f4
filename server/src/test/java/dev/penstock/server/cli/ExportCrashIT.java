package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.client.JobView;
import dev.penstock.client.PenstockClient;
import dev.penstock.client.SubmitRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that is killed while it writes result files. */
@Execution(ExecutionMode.CONCURRENT)
class ExportCrashIT {
  private static final int FEATURES = 2_500;
  private static final String FORMATS = "flatgeobuf,geoparquet,geobuf,geojson,geojsonseq";
  private static final Map<String, String> FILES =
      new TreeMap<>(
          Map.of(
              "features.fgb", "application/flatgeobuf",
              "features.parquet", "application/vnd.apache.parquet",
              "features.pbf", "application/x-protobuf",
              "features.geojson", "application/geo+json",
              "features.geojsons", "application/geo+json-seq"));

  @TempDir Path folder;

  @Test
  void theFilesAreTheSameByteForByteAndNothingElseIsLeft() throws Exception {
    Path payload = DensePayload.write(folder.resolve("dense.geojson"), FEATURES);
    Path undisturbed = Files.createDirectories(folder.resolve("undisturbed"));
    var ran = new Shell().run("run", "geometry", payload, "-o", undisturbed, "--formats", FORMATS);
    assertThat(ran.status()).as(ran.err()).isZero();

    Path data = folder.resolve("data");
    String id;
    try (var server = ServerProcess.on(data);
        var client = server.client()) {
      id = client.submit(SubmitRequest.file("geometry", payload).input("formats", FORMATS)).id();
      JobView seen = awaitExport(client, id);
      server.kill();
      assertThat(seen.ended()).as("the job ended before its server was killed").isFalse();
    }
    try (var server = ServerProcess.on(data);
        var client = server.client()) {
      JobView job = client.ended(id, Duration.ofMinutes(2)).orElseThrow();
      assertThat(job.status()).as(job.report().summary()).isEqualTo("successful");
      assertThat(job.counts().dead()).isZero();
      String results = client.get("/v1/jobs/" + id + "/results").toString();
      for (Map.Entry<String, String> file : FILES.entrySet()) {
        Path out = folder.resolve(file.getKey());
        client.result(id, file.getKey(), out);
        assertThat(Files.mismatch(out, undisturbed.resolve(file.getKey())))
            .as(file.getKey())
            .isEqualTo(-1);
        assertThat(results)
            .contains(
                "\"name\":\"" + file.getKey() + "\",\"mediaType\":\"" + file.getValue() + "\"");
      }
    }
    try (Stream<Path> left = Files.walk(data.resolve("features"))) {
      assertThat(left.filter(path -> path.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  /** Returns as soon as the job has published. */
  private static JobView awaitExport(PenstockClient client, String id)
      throws IOException, InterruptedException {
    while (true) {
      JobView job = client.job(id);
      if (job.ended()
          || job.stages().stream()
              .anyMatch(each -> each.stage().equals("publish") && each.chunks().done() > 0)) {
        return job;
      }
    }
  }
}
