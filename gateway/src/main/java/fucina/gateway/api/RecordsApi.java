package fucina.gateway.api;

import fucina.gateway.record.Datasets;
import fucina.gateway.record.Sealed;
import fucina.gateway.record.SealedReader;
import fucina.gateway.record.SigningKey;
import fucina.gateway.session.Session;
import fucina.gateway.session.Sessions;
import fucina.scheduler.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** What is taken home from a session: its sealed dataset, and its report with people's names. */
final class RecordsApi implements Resource, AutoCloseable {
  private final Sessions sessions;
  private final Datasets datasets;
  private final SigningKey key;
  private final SessionShape names;
  private final WorkerExecutor workers;

  RecordsApi(Vertx vertx, Parts parts, SessionShape names) {
    this.sessions = parts.lab().sessions();
    this.datasets = parts.records().datasets();
    this.key = parts.records().key();
    this.names = names;
    this.workers = vertx.createSharedWorkerExecutor("fucina-records", 4, 1, TimeUnit.HOURS);
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "sessionDataset", call -> sealed(call, this::dataset),
        "sessionReport", call -> sealed(call, this::report),
        "datasetKey",
            call ->
                Future.succeededFuture(
                    Answer.text("application/x-pem-file", Buffer.buffer(key.publicPem()))));
  }

  @Override
  public void close() {
    workers.close();
  }

  /** Work on the sealed dataset of a session the caller may see. */
  private Future<Answer> sealed(Call call, BiFunction<Call, Sealed, Future<Answer>> work) {
    String id = call.path("session");
    return sessions
        .find(id, call.actor())
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(Problem.notFound("session " + id));
              }
              Session session = found.get();
              if (session.endedAt().isEmpty()) {
                return refused("ended", "an ended session", session, "It is not over yet.");
              }
              if (session.startedAt().isEmpty()) {
                return refused("begun", "a session that ran", session, "It never began.");
              }
              return datasets
                  .find(id)
                  .compose(
                      kept ->
                          kept.map(one -> work.apply(call, one))
                              .orElseGet(() -> unsealed(session)));
            });
  }

  private static Future<Answer> unsealed(Session session) {
    return refused(
        "sealed",
        "a sealed dataset",
        session,
        "It is sealed a few seconds after the end, with the machine's link lost up to two minutes"
            + " after it; never where the machine was taken out of the registry before.");
  }

  private static Future<Answer> refused(String rule, String limit, Session session, String why) {
    String actual = session.state().name().toLowerCase(Locale.ROOT);
    return Future.succeededFuture(Problem.refused(List.of(new Refusal(rule, limit, actual, why))));
  }

  private Future<Answer> dataset(Call call, Sealed sealed) {
    HttpServerResponse response = call.context().response();
    boolean json = call.text("format").filter("json"::equals).isPresent();
    String name = "fucina-session-" + sealed.session() + (json ? ".json" : ".zip");
    response.putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
    if (json) {
      response.putHeader("Content-Type", "application/json");
      return Outpour.of(response, workers, body -> SealedReader.json(sealed, body));
    }
    byte[] hash = HexFormat.of().parseHex(sealed.sha256());
    return response
        .putHeader("Content-Type", "application/zip")
        // It is compressed already; naming an encoding keeps it from being done again.
        .putHeader("Content-Encoding", "identity")
        .putHeader("ETag", "\"" + sealed.sha256() + "\"")
        .putHeader("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":")
        .sendFile(sealed.file().toString())
        .map(sent -> new Answer.Taken());
  }

  private Future<Answer> report(Call call, Sealed sealed) {
    return workers
        .executeBlocking(
            () ->
                named(SealedReader.record(sealed))
                    .put(
                        "dataset",
                        new JsonObject()
                            .put("sha256", sealed.sha256())
                            .put("bytes", sealed.bytes())
                            .put("key", SealedReader.manifest(sealed).getString("key"))
                            .put("files", SealedReader.manifest(sealed).getJsonArray("files"))),
            false)
        .map(Answer::ok);
  }

  /** A record names people by ids only, so that a name can be changed or erased later. */
  private JsonObject named(JsonObject record) {
    record.put("organisation", names.organisation(record.getString("organisation")));
    person(record, "person");
    person(record, "operator");
    for (String list : List.of("commands", "events")) {
      record.getJsonArray(list).forEach(each -> person((JsonObject) each, "person"));
    }
    record
        .getJsonArray("alarms")
        .forEach(
            each -> {
              JsonObject noted = ((JsonObject) each).getJsonObject("acknowledgement");
              if (noted != null) {
                person(noted, "person");
                person(noted, "noteBy");
              }
            });
    return record;
  }

  private void person(JsonObject of, String field) {
    String id = of.getString(field);
    if (id != null) {
      of.put(field, names.person(id));
    }
  }
}
