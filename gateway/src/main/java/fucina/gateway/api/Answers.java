package fucina.gateway.api;

import fucina.gateway.store.StoreFault;
import fucina.scheduler.postgres.DatabaseUnavailable;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers on the wire. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  static void write(RoutingContext context, Answer answer) {
    if (context.response().ended() || context.response().headWritten()) {
      return;
    }
    if (answer instanceof Problem problem) {
      problem(context, problem);
    } else if (answer instanceof Answer.Result result) {
      result(context, result);
    }
  }

  /** A fault of ours: logged under an id, of which the caller learns the id only. */
  static void fault(RoutingContext context, Throwable fault) {
    if (fault instanceof HttpException http && http.getStatusCode() < 500) {
      write(context, status(http.getStatusCode(), context));
      return;
    }
    if (DatabaseUnavailable.isBehind(fault)) {
      LOG.debug("no database for {}: {}", context.normalizedPath(), fault.toString());
      write(context, Problem.database());
      return;
    }
    if (fault instanceof StoreFault) {
      LOG.warn("no values for {}: {}", context.normalizedPath(), fault.getMessage());
      write(context, Problem.values());
      return;
    }
    String id = UUID.randomUUID().toString();
    LOG.error("fault {} in {} {}", id, context.request().method(), context.normalizedPath(), fault);
    write(context, Problem.fault(id));
  }

  /** A status a library chose, as one of our problems. */
  static Problem status(int status, RoutingContext context) {
    return switch (status) {
      case 400 -> Problem.badRequest("The request cannot be read.");
      case 404 -> Problem.notFound("such address");
      case 413 -> Problem.tooLarge();
      case 414 -> Problem.other(414, "Address too long");
      case 431 -> Problem.other(431, "Headers too large");
      default -> Problem.other(status, "Status " + status);
    };
  }

  private static void result(RoutingContext context, Answer.Result result) {
    HttpServerResponse response = context.response().setStatusCode(result.status());
    result.headers().forEach(response::putHeader);
    if (result.body().isPresent()) {
      Answer.Body body = result.body().get();
      response.putHeader("Content-Type", body.type());
      response.end(body.bytes());
    } else {
      response.end();
    }
  }

  private static void problem(RoutingContext context, Problem problem) {
    HttpServerResponse response = context.response().setStatusCode(problem.status());
    problem.headers().forEach(response::putHeader);
    if (context.request().version() == HttpVersion.HTTP_2) {
      // HTTP/2 knows no header about its connection (RFC 9113 §8.2.2).
      response.headers().remove("Connection").remove("Upgrade");
    }
    JsonObject json = problem.json();
    response.putHeader("Content-Type", "application/problem+json");
    response.end(json.toBuffer());
  }
}
