package fucina.gateway.api;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request shows to prove who sends it. */
sealed interface Credential {
  /** Name of the session cookie. */
  String COOKIE = "fucina-session";

  Pattern BEARER = Pattern.compile("(?i)Bearer +([A-Za-z0-9._~+/=-]{1,300})");

  /** Nothing. */
  record None() implements Credential {}

  /** An Authorization header that cannot be read. */
  record Malformed() implements Credential {}

  /** A bearer token, sent by a program on purpose. */
  record Bearer(String secret) implements Credential {}

  /** The session cookie, which a browser adds by itself. */
  record Session(String secret) implements Credential {}

  /** A ticket of the live socket. */
  record Ticket(String secret) implements Credential {}

  /** Reads it: what is sent on purpose outranks the cookie. */
  static Credential of(HttpServerRequest request, boolean ticketTaken) {
    String header = request.getHeader("Authorization");
    if (header != null) {
      Matcher bearer = BEARER.matcher(header.strip());
      return bearer.matches() ? new Bearer(bearer.group(1)) : new Malformed();
    }
    String ticket = ticketTaken ? request.getParam("access_token") : null;
    if (ticket != null) {
      return new Ticket(ticket);
    }
    return Optional.ofNullable(request.getCookie(COOKIE))
        .map(Cookie::getValue)
        .<Credential>map(Session::new)
        .orElseGet(None::new);
  }
}
