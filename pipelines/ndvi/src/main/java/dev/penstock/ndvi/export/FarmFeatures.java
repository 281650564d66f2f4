package dev.penstock.ndvi.export;

import dev.penstock.ndvi.farm.BoundaryJson;
import dev.penstock.ndvi.farm.Farm;
import dev.penstock.ndvi.store.FarmStates;
import dev.penstock.ndvi.store.FarmView;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Farms with their states as GeoJSON. Close it to end the collection. Used by one thread. */
public final class FarmFeatures implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;

  public FarmFeatures(OutputStream out) {
    this.json = JSON.createGenerator(ObjectWriteContext.empty(), new Open(out));
    json.writeStartObject();
    json.writeStringProperty("type", "FeatureCollection");
    json.writeArrayPropertyStart("features");
  }

  /** The stream stays open: it is another's. */
  private static final class Open extends java.io.FilterOutputStream {
    Open(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws java.io.IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws java.io.IOException {
      flush();
    }
  }

  /** Writes a farm. */
  public void write(Farm farm, Optional<FarmView.State> state) {
    json.writeStartObject();
    json.writeStringProperty("type", "Feature");
    json.writeStringProperty("id", farm.id());
    json.writeName("geometry");
    BoundaryJson.write(json, farm.draft().boundary());
    json.writeName("properties");
    if (state.isPresent()) {
      FarmView.State bare =
          new FarmView.State(
              state.get().status(), state.get().staleAfter(), state.get().body(), null);
      byte[] text = FarmStates.json(bare, 0);
      json.writeRawValue(new String(text, StandardCharsets.UTF_8));
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }

  @Override
  public void close() {
    json.writeEndArray();
    json.writeEndObject();
    json.close();
  }
}
