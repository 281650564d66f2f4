package dev.penstock.server.http;

import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes one reply to the wire. */
final class ReplyWriter {
  private static final HttpField NO_SNIFFING =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final Request request;
  private final Response response;

  ReplyWriter(Request request, Response response) {
    this.request = request;
    this.response = response;
  }

  void write(Reply reply, Callback callback) {
    switch (reply) {
      case Reply.Whole whole -> {
        head(whole.status(), whole.mediaType(), whole.headers());
        response.write(true, ByteBuffer.wrap(whole.body()), callback);
      }
      case Reply.Bare bare -> {
        head(bare.status(), null, bare.headers());
        response.write(true, null, callback);
      }
      case Reply.Streamed streamed -> send(streamed, callback);
      case Reply.Refused refused -> refuse(refused.problem(), callback);
    }
  }

  private void head(int status, @Nullable String mediaType, Map<String, String> more) {
    response.setStatus(status);
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(NO_SNIFFING);
    if (mediaType != null) {
      headers.put(HttpHeader.CONTENT_TYPE, mediaType);
    }
    more.forEach(headers::put);
  }

  private void send(Reply.Streamed reply, Callback callback) {
    try (Reply.Body body = reply.body()) {
      stream(reply, body);
    } catch (IOException | RuntimeException e) {
      // why: the status may be out already, and then an aborted connection is all that tells the
      // client.
      callback.failed(e);
      return;
    }
    callback.succeeded();
  }

  private void stream(Reply.Streamed reply, Reply.Body body) throws IOException {
    head(reply.status(), reply.mediaType(), reply.headers());
    if (reply.length() >= 0) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.length());
    }
    if (HttpMethod.HEAD.is(request.getMethod())) {
      // Not the last write: that would tell Jetty that the body has no bytes.
      Content.Sink.write(response, false, NOTHING);
      return;
    }
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      body.writeTo(out);
    }
  }

  private void refuse(HttpProblem problem, Callback callback) {
    head(problem.code().status(), HttpProblem.MEDIA_TYPE, problem.headers());
    ByteBuffer body = ByteBuffer.wrap(problem.json());
    if (Linger.needed(request)) {
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
      response.write(true, body, new Linger(request, callback));
    } else {
      response.write(true, body, callback);
    }
  }
}
