package fucina.gateway.api;

import fucina.gateway.access.DeviceUser;
import fucina.gateway.access.DeviceUser.Below;
import fucina.gateway.access.DeviceUser.EdgeNode;
import fucina.gateway.access.DeviceUsers.Outcome;
import fucina.gateway.registry.Registry;
import fucina.scheduler.Actor.Capacity;
import fucina.scheduler.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Devices that may connect to the embedded broker: each centre's technicians keep their own. */
final class DeviceUsersApi implements Resource {
  private final Optional<Parts.Devices> devices;
  private final Registry registry;

  DeviceUsersApi(Optional<Parts.Devices> devices, Registry registry) {
    this.devices = devices;
    this.registry = registry;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "listDeviceUsers", call -> with(on -> list(call, on)),
        "addDeviceUser", call -> with(on -> add(call, on)),
        "getDeviceUser",
            call ->
                with(
                    on ->
                        own(call, on, user -> Future.succeededFuture(Answer.ok(shape(user, on))))),
        "removeDeviceUser",
            call ->
                with(
                    on ->
                        own(
                            call,
                            on,
                            user -> on.users().remove(user, call.actor()).map(Answer.nothing()))),
        "resetDevicePassword",
            call ->
                with(
                    on ->
                        own(
                            call,
                            on,
                            user ->
                                on.users()
                                    .freshPassword(user, call.actor())
                                    .map(
                                        password ->
                                            Answer.ok(
                                                shape(user, on).put("password", password))))));
  }

  private Future<Answer> with(Function<Parts.Devices, Future<Answer>> work) {
    return devices
        .map(work)
        .orElseGet(
            () ->
                refused(
                    "external-broker",
                    "the embedded broker",
                    "mqtt.broker",
                    "The settings name a broker that somebody else runs (mqtt.broker); its users"
                        + " are added there."));
  }

  private Future<Answer> list(Call call, Parts.Devices on) {
    return on.users()
        .list()
        .map(
            all ->
                Page.cut(
                    all.stream().filter(user -> mine(call, user)).toList(),
                    call,
                    DeviceUser::name,
                    user -> shape(user, on)));
  }

  private Future<Answer> add(Call call, Parts.Devices on) {
    JsonObject body = call.body();
    Optional<String> centre = Optional.ofNullable(body.getString("centre"));
    Optional<String> own = call.person().centre();
    if (own.isPresent() && centre.filter(id -> !id.equals(own.get())).isPresent()) {
      return Future.succeededFuture(
          Problem.forbidden("Technicians add devices of their own centre only."));
    }
    Optional<String> home = own.or(() -> centre);
    if (home.filter(id -> registry.centres().stream().anyMatch(c -> c.id().equals(id))).isEmpty()) {
      return Future.succeededFuture(
          Problem.unprocessable("centre", "names the centre whose device it is"));
    }
    Optional<String> prefix = Optional.ofNullable(body.getString("below"));
    Optional<JsonObject> edge = Optional.ofNullable(body.getJsonObject("edgeNode"));
    if (prefix.isPresent() == edge.isPresent()) {
      return Future.succeededFuture(
          Problem.unprocessable(
              "below",
              "give either below, a topic prefix, or edgeNode, a Sparkplug group and node"));
    }
    if (prefix.filter(text -> (text + "/").startsWith("spBv1.0/")).isPresent()) {
      return Future.succeededFuture(
          Problem.unprocessable("below", "spBv1.0 is Sparkplug's; give edgeNode instead"));
    }
    DeviceUser.Reach reach =
        edge.<DeviceUser.Reach>map(e -> new EdgeNode(e.getString("group"), e.getString("node")))
            .orElseGet(() -> new Below(prefix.orElseThrow()));
    return on.users()
        .admit(new DeviceUser(body.getString("name"), home.get(), reach), call.actor())
        .compose(outcome -> answered(outcome, on));
  }

  private static Future<Answer> answered(Outcome outcome, Parts.Devices on) {
    if (outcome instanceof Outcome.Taken taken) {
      return refused(
          "taken",
          "a name and topics of its own",
          taken.detail(),
          "Cannot be: " + taken.detail() + ".");
    }
    Outcome.Admitted in = (Outcome.Admitted) outcome;
    return Future.succeededFuture(
        Answer.created(
            "/device-users/" + in.user().name(),
            shape(in.user(), on).put("password", in.password())));
  }

  private static Future<Answer> own(
      Call call, Parts.Devices on, Function<DeviceUser, Future<Answer>> work) {
    String name = call.path("device");
    return on.users()
        .find(name)
        .compose(
            found ->
                found
                    .filter(user -> mine(call, user))
                    .map(work)
                    .orElseGet(
                        () -> Future.succeededFuture(Problem.notFound("device user " + name))));
  }

  private static boolean mine(Call call, DeviceUser user) {
    return call.person().capacity() == Capacity.ADMINISTRATOR
        || call.person().centre().equals(Optional.of(user.centre()));
  }

  private static Future<Answer> refused(String rule, String limit, String actual, String detail) {
    return Future.succeededFuture(
        Problem.refused(List.of(new Refusal(rule, limit, actual, detail))));
  }

  private static JsonObject shape(DeviceUser user, Parts.Devices on) {
    JsonObject json =
        new JsonObject()
            .put("name", user.name())
            .put("centre", user.centre())
            .put("broker", on.address());
    return user.reach() instanceof EdgeNode edge
        ? json.put("edgeNode", new JsonObject().put("group", edge.group()).put("node", edge.node()))
        : json.put("below", ((Below) user.reach()).prefix());
  }
}
