package dev.penstock.egress;

import dev.penstock.job.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpField;

/** One request on its way: sends it, waits for the answer, keeps as much of it as it may. */
final class Transit {
  private static final int LONGEST = 200;

  private final Call call;
  private final Request request;
  private final long begun = System.nanoTime();

  Transit(Call call, Request request) {
    this.call = call;
    this.request = request;
  }

  Outcome go() throws InterruptedException {
    var listener = new InputStreamResponseListener();
    request.send(listener);
    try (InputStream body = listener.getInputStream()) {
      Response response = listener.get(call.limits().time().toMillis(), TimeUnit.MILLISECONDS);
      return answer(response, body);
    } catch (TimeoutException | CancellationException e) {
      var _ = request.abort(e);
      return failed(e);
    } catch (ExecutionException e) {
      return failed(e.getCause() == null ? e : e.getCause());
    } catch (IOException e) {
      return failed(e);
    } catch (InterruptedException e) {
      var _ = request.abort(e);
      throw e;
    }
  }

  private Outcome answer(Response response, InputStream body) throws InterruptedException {
    var headers = new TreeMap<String, String>();
    for (HttpField field : response.getHeaders()) {
      headers.putIfAbsent(field.getLowerCaseName(), String.valueOf(field.getValue()));
    }
    byte[] kept = new byte[call.limits().bytes()];
    int length = 0;
    boolean whole = false;
    try {
      length = body.readNBytes(kept, 0, kept.length);
      whole = length < kept.length || body.read() < 0;
    } catch (IOException e) {
      // The status is known; what is missing is only a part of the body.
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while reading an answer");
      }
    }
    if (!whole) {
      var _ = response.abort(new EOFException("no more of the answer is wanted"));
    }
    byte[] bytes = Arrays.copyOf(kept, length);
    return new Outcome.Answer(response.getStatus(), headers, bytes, whole, took());
  }

  private Outcome failed(Throwable why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof AddressRefusedException refused) {
        return new Outcome.Refused(refused.problem());
      }
    }
    return new Outcome.Failed(problem(why), took());
  }

  private Problem problem(Throwable why) {
    return switch (why) {
      case UnknownHostException _ ->
          new Problem("egress.unknown_host", "No address is known for the host.");
      case TimeoutException _ ->
          new Problem(
              "egress.timeout",
              "No whole answer within %d s.".formatted(call.limits().time().toSeconds()));
      case SSLException _ -> new Problem("egress.tls", "No secure connection: " + said(why));
      case ConnectException _ -> new Problem("egress.unreachable", "The host takes no connection.");
      default -> new Problem("egress.broken", "The connection broke: " + said(why));
    };
  }

  private static String said(Throwable why) {
    String text = why.getMessage();
    if (text == null) {
      return why.getClass().getSimpleName();
    }
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
