package fucina.gateway.api;

import fucina.gateway.access.Person;
import fucina.gateway.access.SignedIn;
import fucina.scheduler.Actor;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** One request that is allowed and as the file says it. */
final class Call {
  private final RoutingContext context;
  private final Optional<SignedIn> who;
  private final Map<String, Object> query;
  private final Optional<Object> body;

  Call(RoutingContext context, Optional<SignedIn> who, Checks.Checked.Sound checked) {
    this.context = context;
    this.who = who;
    this.query = checked.query();
    this.body = checked.body();
  }

  RoutingContext context() {
    return context;
  }

  /** Who asks; every operation but the open ones has somebody. */
  SignedIn who() {
    return who.orElseThrow(() -> new NoSuchElementException("nobody is signed in"));
  }

  Person person() {
    return who().person();
  }

  Actor actor() {
    return who().actor();
  }

  String path(String name) {
    return context.pathParam(name);
  }

  Optional<String> text(String parameter) {
    return Optional.ofNullable(query.get(parameter)).map(Object::toString);
  }

  /** A whole number that is required or has a usual value. */
  int number(String parameter) {
    return Optional.ofNullable(query.get(parameter))
        .map(value -> Math.toIntExact((Long) value))
        .orElseThrow(() -> new NoSuchElementException(parameter + " has no usual value"));
  }

  boolean flag(String parameter) {
    return Boolean.TRUE.equals(query.get(parameter));
  }

  Optional<Instant> instant(String parameter) {
    return text(parameter).map(Call::instantOf);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(context.request().getHeader(name));
  }

  /** The JSON body; an empty object where none was sent. */
  JsonObject body() {
    return body.filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .orElseGet(JsonObject::new);
  }

  /** The body as text, JSON or not. */
  String bodyText() {
    return body.map(value -> value instanceof JsonObject json ? json.encodePrettily() : value)
        .map(Object::toString)
        .orElse("");
  }

  Optional<Instant> bodyInstant(String field) {
    return Optional.ofNullable(body().getString(field)).map(Call::instantOf);
  }

  /** The address the request came from. */
  String address() {
    return Optional.ofNullable(context.request().remoteAddress())
        .map(address -> address.hostAddress())
        .orElse("unknown");
  }

  /** An RFC 3339 instant with any offset, to the microsecond. */
  static Instant instantOf(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
