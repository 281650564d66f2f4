package dev.penstock.raster.source;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Keeps so many bytes of a body and hangs up when more come. */
final class BoundedBody implements BodySubscriber<BoundedBody.Kept> {
  private static final int FIRST = 64 * 1024;

  private final CompletableFuture<Kept> kept = new CompletableFuture<>();
  private final int most;
  private byte[] bytes;
  private int length;
  private Flow.@Nullable Subscription subscription;

  /** What was kept, and whether that is all there was. */
  record Kept(byte[] bytes, boolean whole) {}

  BoundedBody(int most) {
    this.most = most;
    this.bytes = new byte[Math.min(most, FIRST)];
  }

  @Override
  public CompletionStage<Kept> getBody() {
    return kept;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      int fits = Math.min(buffer.remaining(), most - length);
      boolean over = buffer.remaining() > fits;
      if (length + fits > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(length + fits, 2 * bytes.length)));
      }
      buffer.get(bytes, length, fits);
      length += fits;
      if (over) {
        hangUp();
        return;
      }
    }
  }

  private void hangUp() {
    if (subscription != null) {
      subscription.cancel();
    }
    kept.complete(new Kept(exact(), false));
  }

  @Override
  public void onError(Throwable failure) {
    kept.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    kept.complete(new Kept(exact(), true));
  }

  private byte[] exact() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
