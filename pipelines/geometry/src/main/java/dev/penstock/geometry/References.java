package dev.penstock.geometry;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobStore;
import dev.penstock.crs.Crs;
import dev.penstock.geometry.join.JoinInputs;
import dev.penstock.geometry.join.Reference;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the reference that was read last: all chunks of a job have the same. Thread-safe. */
final class References {
  private @Nullable BlobRef blob;
  private @Nullable Crs crs;
  private @Nullable Reference last;

  /** The reference of a chunk, if it has one, in the CRS of the result. */
  synchronized Optional<Reference> of(
      FeatureChunk chunk, BlobStore blobs, Optional<JoinInputs> inputs, Crs target)
      throws IOException {
    if (chunk.reference().isEmpty() || inputs.isEmpty()) {
      return Optional.empty();
    }
    BlobRef wanted = chunk.reference().get();
    Reference known = last;
    if (known == null || !wanted.equals(blob) || !target.equals(crs)) {
      known = Reference.read(blobs, wanted, inputs.get(), target);
      last = known;
      blob = wanted;
      crs = target;
    }
    return Optional.of(known);
  }
}
