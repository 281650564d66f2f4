package dev.penstock.ndvi.export;

import dev.penstock.ndvi.store.Finding;
import dev.penstock.ndvi.store.Observation;
import dev.penstock.ndvi.store.Rules;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Counts observations. Used by one thread. */
public final class Report {
  private static final JsonFactory JSON = new JsonFactory();

  private final Rules rules;
  private final Set<String> scenes = new HashSet<>();
  private final Map<String, Long> failures = new TreeMap<>();
  private long usable;
  private long hidden;
  private long suspect;

  public Report(Rules rules) {
    this.rules = rules;
  }

  /** Counts one. */
  public void count(Observation observation) {
    scenes.add(observation.scene().key());
    Finding.Failure failure = observation.failure();
    if (failure != null) {
      failures.merge(failure.code(), 1L, Long::sum);
    } else if (observation.usable(rules.minValid())) {
      usable++;
    } else {
      hidden++;
    }
    suspect += observation.figure() != null && observation.figure().suspect() ? 1 : 0;
  }

  /** What it came to. */
  public byte[] json(int farms) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeNumberProperty("farms", farms);
      json.writeNumberProperty("scenes", scenes.size());
      json.writeObjectPropertyStart("observations");
      json.writeNumberProperty("usable", usable);
      json.writeNumberProperty("seen_too_little", hidden);
      json.writeNumberProperty("offset_suspect", suspect);
      json.writeObjectPropertyStart("failed");
      failures.forEach(json::writeNumberProperty);
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
    }
    return out.toByteArray();
  }
}
