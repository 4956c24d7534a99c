package fucina.gateway.api;

import fucina.profiles.Flaw;
import fucina.scheduler.Refusal;
import fucina.scheduler.Slot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error as RFC 9457 has it.
 *
 * @param status the HTTP status
 * @param type last part of {@code urn:fucina:problem:…}
 * @param title what kind of error, the same each time
 * @param detail what happened this time, and what to do, in one sentence
 * @param more what the kind adds, e.g. {@code refusals}
 * @param headers what the status asks for, e.g. {@code Retry-After}
 */
record Problem(
    int status,
    String type,
    String title,
    String detail,
    Map<String, Object> more,
    Map<String, String> headers)
    implements Answer {

  /** Of more refusals than these the sentence would be no sentence; all are listed beside it. */
  private static final int SAID = 20;

  /** A field that is wrong. */
  record Wrong(String field, String detail) {}

  private static Problem of(int status, String type, String title, String detail) {
    return new Problem(status, type, title, detail, Map.of(), Map.of());
  }

  private Problem with(String key, Object value) {
    return new Problem(status, type, title, detail, Map.of(key, value), headers);
  }

  private Problem header(String name, String value) {
    return new Problem(status, type, title, detail, more, Map.of(name, value));
  }

  static Problem notSignedIn(String detail) {
    return of(401, "not-signed-in", "Not signed in", detail)
        .header("WWW-Authenticate", "Bearer realm=\"fucina\"");
  }

  static Problem forbidden(String detail) {
    return of(403, "forbidden", "Not allowed", detail);
  }

  /** No such thing, or one of another organisation: the two look the same. */
  static Problem notFound(String what) {
    return of(404, "not-found", "Not found", "There is no " + what + ".");
  }

  static Problem nowhere() {
    return notFound(
        "such address: the pages begin at /, the API at /api/v1 (/api/docs says how), /metrics and"
            + " /health at a port of their own (management.port, usually 8081)");
  }

  static Problem methodNotAllowed(String method, List<String> allowed) {
    String methods = String.join(", ", allowed);
    return of(
            405,
            "method-not-allowed",
            "Method not allowed",
            method + " does nothing here; allowed: " + methods + ".")
        .header("Allow", methods);
  }

  static Problem invalid(List<Wrong> errors) {
    return of(400, "invalid", "Not understood", sentence(errors)).with("errors", json(errors));
  }

  static Problem invalid(String field, String detail) {
    return invalid(List.of(new Wrong(field, detail)));
  }

  static Problem badRequest(String detail) {
    return of(400, "invalid", "Not understood", detail);
  }

  static Problem unprocessable(String field, String detail) {
    return unprocessable(Map.of(field, detail));
  }

  /** Of every field that cannot be, with why. */
  static Problem unprocessable(Map<String, String> reasons) {
    List<Wrong> errors =
        reasons.entrySet().stream().map(e -> new Wrong(e.getKey(), e.getValue())).toList();
    return of(422, "unprocessable", "Cannot be", sentence(errors)).with("errors", json(errors));
  }

  static Problem flawed(List<Flaw> flaws) {
    JsonArray all = new JsonArray();
    flaws.forEach(
        f ->
            all.add(
                new JsonObject()
                    .put("line", f.line())
                    .put("key", f.key())
                    .put("reason", f.reason())));
    String detail =
        flaws.size() == 1
            ? "The profile has a flaw."
            : "The profile has " + flaws.size() + " flaws.";
    return of(422, "flawed-profile", "Flawed profile", detail).with("flaws", all);
  }

  static Problem keyReused(String key) {
    return unprocessable(
        "Idempotency-Key", "\"" + key + "\" was used before with another request; take a new one");
  }

  static Problem refused(List<Refusal> refusals) {
    return refused(409, refusals, List.of());
  }

  static Problem refused(int status, List<Refusal> refusals, List<Slot> alternatives) {
    return refused(status, refusals, alternatives, new JsonArray());
  }

  /**
   * A refusal of a series.
   *
   * @param occurrences each window that was judged; left out where there is none
   */
  static Problem refused(
      int status, List<Refusal> refusals, List<Slot> alternatives, JsonArray occurrences) {
    JsonArray reasons = new JsonArray();
    refusals.forEach(r -> reasons.add(Shapes.refusal(r)));
    JsonArray slots = new JsonArray();
    alternatives.forEach(s -> slots.add(Shapes.slot(s)));
    String detail =
        refusals.isEmpty()
            ? "Refused."
            : String.join(" ", refusals.stream().limit(SAID).map(Refusal::detail).toList());
    Map<String, Object> more =
        occurrences.isEmpty()
            ? Map.of("refusals", reasons, "alternatives", slots)
            : Map.of("refusals", reasons, "alternatives", slots, "occurrences", occurrences);
    return new Problem(status, "refused", "Refused", detail, more, Map.of());
  }

  /** Refused, with the bookings that are in the way. */
  static Problem inTheWay(List<Refusal> refusals, JsonArray bookings) {
    Problem refused = refused(refusals);
    Map<String, Object> more = new LinkedHashMap<>(refused.more());
    more.put("bookings", bookings);
    return new Problem(
        refused.status(), refused.type(), refused.title(), refused.detail(), more, Map.of());
  }

  /** Values asked for outside a window of one's own. */
  static Problem window(String machine, String asked, String detail) {
    Refusal refusal =
        new Refusal(
            "window",
            "a window of your organisation",
            asked,
            detail
                + " Book "
                + machine
                + " with POST /api/v1/bookings; GET /api/v1/availability shows when it is free.");
    return refused(403, List.of(refusal), List.of());
  }

  static Problem stale(long version) {
    return of(
        412,
        "stale",
        "Changed meanwhile",
        "It has changed since you read it and is at version "
            + version
            + " now; read it again and decide anew.");
  }

  static Problem conditionRequired() {
    return of(
        428,
        "condition-required",
        "Condition required",
        "Send If-Match with the ETag of what you read, so that no change is lost.");
  }

  /** A body that was not there in time. */
  static Problem tooSlow(Duration patience) {
    return of(
            408,
            "too-slow",
            "Too slow",
            "A request must be there whole within "
                + Math.max(1, patience.toSeconds())
                + " s; this one was not.")
        .header("Connection", "close");
  }

  static Problem tooLarge() {
    return of(
            413,
            "too-large",
            "Too large",
            "A body may have at most 1 MiB, one with a problem's photo 8 MiB.")
        .header("Connection", "close");
  }

  static Problem wrongMediaType(String given, List<String> taken) {
    return of(
        415,
        "wrong-media-type",
        "Media type not understood",
        (given.isEmpty() ? "Content-Type is missing" : "Content-Type " + given + " is not taken")
            + "; send "
            + String.join(" or ", taken)
            + ".");
  }

  static Problem upgradeRequired() {
    return of(426, "upgrade-required", "WebSocket expected", "This address speaks WebSocket.")
        .header("Upgrade", "websocket");
  }

  static Problem tooMany(Duration wait) {
    long seconds = Math.max(1, wait.toSeconds() + (wait.toNanosPart() > 0 ? 1 : 0));
    return of(
            429,
            "too-many",
            "Too many attempts",
            "Too many attempts; try again in " + seconds + " seconds.")
        .header("Retry-After", Long.toString(seconds));
  }

  /** A fault of ours: says nothing inner, only what to quote. */
  static Problem fault(String id) {
    return of(
            500,
            "fault",
            "Fault",
            "Something went wrong on our side; quote " + id + " when you ask about it.")
        .with("instance", "urn:fucina:fault:" + id);
  }

  /** The database is away: what needs it waits, what does not goes on. */
  static Problem database() {
    return of(
            503,
            "database",
            "No database",
            "The gateway's database is away just now; try again in a moment. Stops are sent"
                + " meanwhile.")
        .header("Retry-After", "2");
  }

  /** The store that has the values asked for does not answer. */
  static Problem values() {
    return of(
            503,
            "values",
            "No values now",
            "The store of past values does not answer just now; try again in a moment. New values"
                + " are stored meanwhile.")
        .header("Retry-After", "5");
  }

  /** A camera that sends nothing. */
  static Problem noPicture(String why) {
    return of(
        503,
        "no-picture",
        "No picture",
        why.isEmpty() ? "The camera sent no picture in time." : "No picture: " + why + ".");
  }

  /** Any other status a library asks for. */
  static Problem other(int status, String title) {
    return of(status, "http", title, title + ".");
  }

  JsonObject json() {
    JsonObject json =
        new JsonObject()
            .put("type", "urn:fucina:problem:" + type)
            .put("title", title)
            .put("status", status)
            .put("detail", detail);
    more.forEach(json::put);
    return json;
  }

  private static String sentence(List<Wrong> errors) {
    return String.join(
        "; ", errors.stream().limit(10).map(e -> e.field() + ": " + e.detail()).toList());
  }

  private static JsonArray json(List<Wrong> errors) {
    JsonArray all = new JsonArray();
    errors.forEach(
        e -> all.add(new JsonObject().put("field", e.field()).put("detail", e.detail())));
    return all;
  }
}
