package dev.penstock.server.http;

import dev.penstock.blob.BlobMissingException;
import dev.penstock.blob.StoreFullException;
import dev.penstock.engine.EngineFullException;
import dev.penstock.engine.EngineUnavailableException;
import dev.penstock.server.health.Readiness;
import dev.penstock.server.metrics.HttpMetrics;
import dev.penstock.server.web.Caller;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.server.web.Incoming.ClientGoneException;
import dev.penstock.server.web.RefusedException;
import dev.penstock.server.web.Reply;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the action of a request, runs it and writes its reply. The one place where exceptions of
 * actions end.
 */
final class ApiHandler extends Handler.Abstract {
  /** Work that ends makes room, and somebody may; seconds. */
  private static final String WHEN_ROOM = "30";

  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
  private static final String NO_ROUTE = "none";

  private final RouteTable routes;
  private final HttpMetrics metrics;
  private final Readiness readiness;
  private final Door door;

  /** Who comes in, and how slowly they may send. */
  record Door(Gatekeeper keeper, Foreign foreign, long minUploadRate) {}

  ApiHandler(RouteTable routes, HttpMetrics metrics, Readiness readiness, Door door) {
    this.routes = routes;
    this.metrics = metrics;
    this.readiness = readiness;
    this.door = door;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    RouteTable.Match match = routes.match(Request.getPathInContext(request));
    try {
      Reply reply = answer(match, request);
      var out = new ReplyWriter(request, response);
      out.write(reply, callback);
      String route = match == null ? NO_ROUTE : match.route().template();
      String method = match == null ? NO_ROUTE : request.getMethod();
      boolean known = match != null && match.route().action(method).isPresent();
      metrics
          .requests(route, known ? method : NO_ROUTE, response.getStatus())
          .took(System.nanoTime() - request.getHeadersNanoTime());
    } catch (ClientGoneException e) {
      LOG.info("{} {}: {}", request.getMethod(), Request.getPathInContext(request), e.getMessage());
      callback.failed(e);
    }
    return true;
  }

  private Reply noRoute(Request request) {
    String path = Request.getPathInContext(request);
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : "";
    String hint =
        bare.isEmpty() || routes.match(bare) == null
            ? "GET / lists what there is."
            : "Did you mean %s?".formatted(Exchange.clip(bare));
    return Reply.refused(
        Code.ROUTE_UNKNOWN, "There is nothing at %s. %s".formatted(Exchange.clip(path), hint));
  }

  private Reply answer(RouteTable.@Nullable Match match, Request request)
      throws ClientGoneException {
    try {
      door.foreign().check(request);
      if (match == null) {
        return noRoute(request);
      }
      Optional<Route.Guarded> action = match.route().action(request.getMethod());
      if (action.isEmpty()) {
        return notAllowed(match.route(), request);
      }
      return answer(match, request, action.get());
    } catch (RefusedException e) {
      return new Reply.Refused(e.problem());
    } catch (ClientGoneException e) {
      throw e;
    } catch (BlobMissingException e) {
      return Reply.refused(Code.BLOB_MISSING, said(e));
    } catch (StoreFullException e) {
      return Reply.refused(Code.STORE_FULL, said(e));
    } catch (EngineFullException e) {
      LOG.warn("{} {}: {}", request.getMethod(), Request.getPathInContext(request), e.getMessage());
      readiness.engineWasFull(said(e));
      return new Reply.Refused(
          HttpProblem.of(
                  Code.STORE_FULL,
                  said(e)
                      + " Remove ended jobs, or give the data folder more room; then send it"
                      + " again.")
              .withHeader("Retry-After", WHEN_ROOM));
    } catch (EngineUnavailableException e) {
      return unavailable(Code.ENGINE_UNAVAILABLE, e);
    } catch (IOException e) {
      return unavailable(Code.STORE_UNAVAILABLE, e);
    } catch (HttpException.RuntimeException e) {
      return Reply.refused(Code.ofStatus(e.getCode()), said(e));
    } catch (RuntimeException e) {
      // why: a bug in any action must end as an answer
      LOG.error(
          "bug while answering {} {}", request.getMethod(), Request.getPathInContext(request), e);
      return Reply.refused(
          Code.SERVER_ERROR, "The server's log has the details. Trying again may not help.");
    }
  }

  private Reply answer(RouteTable.Match match, Request request, Route.Guarded action)
      throws IOException {
    Caller caller = door.keeper().admit(request, action);
    var exchange = new Exchange(request, match.variables(), door.minUploadRate(), caller);
    try {
      Reply reply = action.action().answer(exchange);
      door.keeper().note(request, match.route(), caller, reply.status());
      return reply;
    } catch (RefusedException e) {
      door.keeper().note(request, match.route(), caller, e.problem().code().status());
      throw e;
    }
  }

  private static Reply notAllowed(Route route, Request request) {
    HttpProblem problem =
        HttpProblem.of(
            Code.METHOD_NOT_ALLOWED,
            "%s takes %s, not %s."
                .formatted(route.template(), route.allow(), Exchange.clip(request.getMethod())));
    return new Reply.Refused(problem.withHeader("Allow", route.allow()));
  }

  private static Reply unavailable(Code code, Exception e) {
    LOG.warn("{}: {}", code.word(), said(e));
    LOG.debug("{}", code.word(), e);
    return new Reply.Refused(HttpProblem.of(code, said(e)).withHeader("Retry-After", "1"));
  }

  private static String said(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
