package dev.penstock.client;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A payload for a pipeline.
 *
 * @param name what to call the job; may be empty
 * @param inputs by their declared names; besides, how the job stands beside others: {@code
 *     priority}, {@code lane}, {@code join}, {@code rerun}, {@code tolerance}
 * @param key makes sending it twice the same as sending it once
 */
public record SubmitRequest(
    String pipeline,
    BodyPublisher body,
    String name,
    Map<String, String> inputs,
    Optional<String> key) {
  public SubmitRequest {
    inputs = Map.copyOf(inputs);
  }

  /** A file, streamed; the job is named after it. */
  public static SubmitRequest file(String pipeline, Path file) throws FileNotFoundException {
    Path fileName = file.getFileName();
    return new SubmitRequest(
        pipeline,
        BodyPublishers.ofFile(file),
        fileName == null ? "" : fileName.toString(),
        Map.of(),
        Optional.empty());
  }

  public static SubmitRequest bytes(String pipeline, byte[] body) {
    return new SubmitRequest(
        pipeline, BodyPublishers.ofByteArray(body), "", Map.of(), Optional.empty());
  }

  public SubmitRequest name(String name) {
    return new SubmitRequest(pipeline, body, name, inputs, key);
  }

  public SubmitRequest input(String input, String value) {
    var more = new LinkedHashMap<>(inputs);
    more.put(input, value);
    return new SubmitRequest(pipeline, body, name, more, key);
  }

  public SubmitRequest key(String key) {
    return new SubmitRequest(pipeline, body, name, inputs, Optional.of(key));
  }
}
