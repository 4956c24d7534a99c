package fucina.gateway.api;

import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.NodeBrowser;
import fucina.gateway.link.NodeBrowser.Level;
import fucina.gateway.link.NodeBrowser.Node;
import fucina.gateway.link.NodeBrowser.Query;
import fucina.gateway.link.NodeBrowser.Variable;
import fucina.gateway.link.NodeBrowser.Walk;
import fucina.gateway.registry.NodeMatches;
import fucina.gateway.registry.NodeMatches.Match;
import fucina.gateway.registry.Registry;
import fucina.profiles.Profile;
import fucina.profiles.Protocol;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** OPC UA servers looked at one level at a time, and nodes suggested for a profile's signals. */
final class BrowseApi implements Resource {
  private final NodeBrowser browser;
  private final Registry registry;
  private final TrialDesk desk;

  BrowseApi(Parts parts, TrialDesk desk) {
    this.browser = parts.bench().browser();
    this.registry = parts.lab().registry();
    this.desk = desk;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of("browseNodes", this::browse, "suggestNodes", this::suggest);
  }

  private Future<Answer> browse(Call call) {
    JsonObject body = call.body();
    if (body.containsKey("node") && body.containsKey("path")) {
      return Future.succeededFuture(Problem.invalid("path", "leave it out where a node is given"));
    }
    if (elsewhere(body)) {
      return Future.succeededFuture(noServer());
    }
    Query query =
        new Query(
            text(body, "node"),
            text(body, "path"),
            text(body, "prefix"),
            body.getInteger("limit", 100),
            text(body, "after"));
    return desk.ofBody(
        call,
        settings -> {
          if (notUa(settings)) {
            return noServer();
          }
          Level level = browser.browse(call.actor().person(), settings, query);
          JsonArray items = new JsonArray();
          level.children().forEach(node -> items.add(node(node)));
          return Answer.ok(
              new JsonObject()
                  .put("node", level.node())
                  .put("path", query.path().orElse(null))
                  .put("prefix", level.prefix().orElse(null))
                  .put("items", items)
                  .put("next", level.next().orElse(null)));
        });
  }

  private Future<Answer> suggest(Call call) {
    JsonObject body = call.body();
    Optional<Profile> profile = registry.profile(body.getString("profile"));
    if (profile.isEmpty()) {
      return Future.succeededFuture(
          Problem.unprocessable(
              "profile",
              "there is no profile " + body.getString("profile") + "; GET /profiles lists them"));
    }
    if (elsewhere(body)) {
      return Future.succeededFuture(noServer());
    }
    return desk.ofBody(
        call,
        settings -> {
          if (notUa(settings)) {
            return noServer();
          }
          Walk walk =
              browser.walk(
                  call.actor().person(),
                  settings,
                  text(body, "node"),
                  body.getInteger("nodes", 2000));
          JsonArray items = new JsonArray();
          NodeMatches.of(profile.get(), walk.variables())
              .forEach((signal, matches) -> items.add(suggestion(signal, matches)));
          return Answer.ok(
              new JsonObject()
                  .put("items", items)
                  .put("seen", walk.seen())
                  .put("complete", walk.complete()));
        });
  }

  /** Whether the body names an address, and not one of an OPC UA server. */
  private static boolean elsewhere(JsonObject body) {
    return !body.containsKey("machine")
        && Optional.ofNullable(body.getJsonObject("connection"))
            .map(connection -> connection.getString("endpoint", ""))
            .filter(endpoint -> !endpoint.startsWith("opc.tcp:"))
            .isPresent();
  }

  private static boolean notUa(LinkSettings settings) {
    return settings.profile().protocol() != Protocol.OPC_UA;
  }

  private static Problem noServer() {
    return Problem.unprocessable(
        "connection.endpoint", "is no OPC UA server; write opc.tcp://host:4840/path");
  }

  private static Optional<String> text(JsonObject body, String field) {
    return Optional.ofNullable(body.getString(field));
  }

  private static JsonObject suggestion(String signal, List<Match> matches) {
    JsonArray candidates = new JsonArray();
    matches.forEach(
        match ->
            candidates.add(
                new JsonObject()
                    .put("nodeId", match.nodeId())
                    .put("path", match.path())
                    .put("score", match.score())
                    .put("reason", match.reason())));
    return new JsonObject().put("signal", signal).put("candidates", candidates);
  }

  private static JsonObject node(Node node) {
    return new JsonObject()
        .put("nodeId", node.nodeId())
        .put("browseName", node.browseName())
        .put("displayName", node.displayName())
        .put("nodeClass", dashed(node.nodeClass()))
        .put("typeDefinition", node.typeDefinition().orElse(null))
        .put("hasChildren", node.children().orElse(null))
        .put("variable", node.variable().map(BrowseApi::variable).orElse(null));
  }

  /** {@code ObjectType} is {@code object-type}. */
  private static String dashed(String nodeClass) {
    return nodeClass.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static JsonObject variable(Variable variable) {
    return new JsonObject()
        .put("dataType", variable.dataType())
        .put("array", variable.array())
        .put("value", variable.value().map(TrialsApi::plain).orElse(null))
        .put("quality", Shapes.word(variable.quality()))
        .put("at", Shapes.instant(variable.at()))
        .put("unit", variable.unit().orElse(null))
        .put("unece", variable.unece().orElse(null))
        .put("readable", variable.readable())
        .put("writable", variable.writable());
  }
}
