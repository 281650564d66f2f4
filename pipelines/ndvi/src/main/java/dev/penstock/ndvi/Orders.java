package dev.penstock.ndvi;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.blob.Payload;
import dev.penstock.ndvi.scene.SceneOrder;
import dev.penstock.ndvi.store.Finding;
import dev.penstock.pipeline.StageContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What stages hand to each other, as JSON: inline where it is small, else as a blob. */
final class Orders {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Orders() {}

  /**
   * What a chunk of the measure stage is given.
   *
   * @param farms the job's farms
   * @param numbers those of them that it is about, in ascending order
   * @param scene null where there is none
   * @param facts of a scene that cannot be read; null without one
   * @param failure why nothing can be measured; null if it can, or there is nothing to be measured
   */
  record Measure(
      BlobRef farms,
      List<Integer> numbers,
      @Nullable SceneOrder scene,
      SceneOrder.@Nullable Facts facts,
      Finding.@Nullable Failure failure) {
    Measure {
      numbers = List.copyOf(numbers);
    }
  }

  /** What a chunk of the keep stage is given. */
  record Keep(List<Finding> findings) {
    Keep {
      findings = List.copyOf(findings);
    }
  }

  /** As a payload; {@code part} names its blob, should it need one. */
  static Payload payload(StageContext context, String part, Object order) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(order);
    if (bytes.length <= Payload.MAX_INLINE / 2) {
      return Payload.inline(bytes);
    }
    String key = context.blobKey(StageContext.Keep.WORK, part + ".json");
    try (BlobWriter blob = context.blobs().create(key, Hashing.DAMAGE)) {
      blob.write(ByteBuffer.wrap(bytes));
      return Payload.stored(blob.publish());
    }
  }

  static <T> T read(BlobStore blobs, Payload payload, Class<T> type) throws IOException {
    try (InputStream in = blobs.open(payload)) {
      return JSON.readValue(in, type);
    }
  }

  static byte[] bytes(Object cursor) {
    return JSON.writeValueAsBytes(cursor);
  }

  static <T> T read(byte[] bytes, Class<T> type) {
    return JSON.readValue(bytes, type);
  }
}
