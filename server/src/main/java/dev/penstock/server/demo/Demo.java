package dev.penstock.server.demo;

import dev.penstock.client.JobView;
import dev.penstock.client.PenstockClient;
import dev.penstock.client.SubmitRequest;
import dev.penstock.client.Ticket;
import dev.penstock.server.config.HttpSettings;
import dev.penstock.server.plant.DataFolder;
import dev.penstock.server.plant.PlantSettings;
import dev.penstock.server.plant.Served;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A server of its own on a temporary folder, to which the demo speaks as anybody would: over HTTP.
 */
public final class Demo implements AutoCloseable {
  private static final String ACCOUNT = "demo";
  private static final String COLLECTION = "countries";
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Path folder;
  private final DataFolder data;
  private final Path file;
  private final Served server;
  private final PenstockClient client;

  private Demo(Path folder, DataFolder data, Path file, Served server) {
    this.folder = folder;
    this.data = data;
    this.file = file;
    this.server = server;
    this.client = new PenstockClient(server.url());
  }

  /** Starts the server on a fresh folder. */
  public static Demo start(int port) throws IOException {
    Path folder = Files.createTempDirectory("penstock-demo-");
    Path file = Countries.into(folder);
    DataFolder data = DataFolder.at(folder.resolve("data"));
    try {
      Served server = Served.start(data, PlantSettings.ofMachine(), HttpSettings.onPort(port));
      return new Demo(folder, data, file, server);
    } catch (IOException | RuntimeException e) {
      new DataFolder(folder).delete();
      throw e;
    }
  }

  public URI url() {
    return server.url();
  }

  /** What is sent. */
  public Path file() {
    return file;
  }

  public PenstockClient client() {
    return client;
  }

  /** Sends the file; it becomes the collection {@code countries}. */
  public Sent send() throws IOException, InterruptedException {
    // The first request of all loads classes on both sides, which is not what is to be shown.
    client.get("/health/ready");
    long begun = System.nanoTime();
    Ticket ticket =
        client.submit(SubmitRequest.file("geometry", file).input("collection", COLLECTION));
    return new Sent(ticket.id(), Duration.ofNanos(System.nanoTime() - begun));
  }

  /** Sends trades of a week to the account {@code demo}; euros are valued by the ECB's rates. */
  public Sent sendTrades() throws IOException, InterruptedException {
    Path trades = Trades.into(folder);
    Path rates = Trades.ratesInto(folder);
    long begun = System.nanoTime();
    Ticket ticket =
        client.submit(
            SubmitRequest.file("transactions", trades)
                .input("account", ACCOUNT)
                .input("method", "fifo,hifo")
                .input("prices", rates.toString()));
    return new Sent(ticket.id(), Duration.ofNanos(System.nanoTime() - begun));
  }

  /** Fetches what the trades came to. */
  public String report(JobView job) throws IOException, InterruptedException {
    Path file = folder.resolve("gains.json");
    client.result(job.id(), "report.json", file);
    return Files.readString(file);
  }

  /** Sends farms in Olinda, to be measured in a scene of Landsat 7. */
  public Sent sendFarms() throws IOException, InterruptedException {
    Path scene = Olinda.into(folder);
    long begun = System.nanoTime();
    Ticket ticket =
        client.submit(
            SubmitRequest.file("ndvi", scene.resolve(Olinda.FARMS))
                .input("stac", scene.resolve(Olinda.CATALOGUE).toString())
                .input("from", "1999-01-01")
                .input("to", "1999-12-31"));
    return new Sent(ticket.id(), Duration.ofNanos(System.nanoTime() - begun));
  }

  /** Fetches what is known of a farm. */
  public String state(String farm) throws IOException, InterruptedException {
    return client.get("/v1/farms/" + farm + "/state").toString();
  }

  /**
   * A job that was sent.
   *
   * @param answered how long the server took to have it durable
   */
  public record Sent(String job, Duration answered) {}

  /**
   * Fetches what the job left.
   *
   * @return the folder where it lies
   */
  public Path fetch(JobView job) throws IOException, InterruptedException {
    for (JobView.ResultView result : job.report().results()) {
      if (result.bytes() >= 0) {
        client.result(job.id(), result.name(), folder.resolve(result.name()));
      }
    }
    client.rejects(job.id(), folder.resolve("rejects.geojsonl"));
    return folder;
  }

  /** Stops the server and removes its data. What was fetched stays, for people to look at. */
  @Override
  public void close() throws IOException {
    client.close();
    server.stop(GRACE);
    data.delete();
  }
}
