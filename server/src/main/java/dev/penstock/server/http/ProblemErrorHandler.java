package dev.penstock.server.http;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.HttpProblem;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Says as a problem what the HTTP layer refuses before any route is looked for. */
final class ProblemErrorHandler extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Code code = Code.ofStatus(response.getStatus());
    byte[] body = HttpProblem.of(code, detail(code)).json();
    response.setStatus(code.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, HttpProblem.MEDIA_TYPE);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }

  private static String detail(Code code) {
    return switch (code) {
      case URI_TOO_LONG, HEADERS_TOO_LARGE ->
          "The request line and all headers together may have at most %,d bytes."
              .formatted(JettyServer.HEADER_BYTES);
      case EXPECTATION -> "The only expectation that is met is 100-continue.";
      default -> code.title() + ".";
    };
  }
}
