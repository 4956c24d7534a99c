package fucina.gateway.api;

import fucina.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** Machines in the words of others: W3C Thing Descriptions, Asset Administration Shells. */
final class DescriptionsApi implements Resource {
  private final OwnMachines machines;
  private final HttpSettings settings;

  DescriptionsApi(Registry registry, HttpSettings settings) {
    this.machines = new OwnMachines(registry);
    this.settings = settings;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of("thingDescription", this::thing, "assetInterfaces", this::interfaces);
  }

  private Future<Answer> thing(Call call) {
    return machines.with(
        call,
        machine ->
            Future.succeededFuture(
                Answer.text(
                    "application/td+json", ThingDescription.of(machine, base(call)).toBuffer())));
  }

  private Future<Answer> interfaces(Call call) {
    return machines.with(
        call,
        machine ->
            Future.succeededFuture(
                Answer.text(
                    "application/asset-administration-shell+json",
                    AssetInterfaces.of(machine, base(call), call.actor().staffOf(machine.centre()))
                        .toBuffer())));
  }

  private String base(Call call) {
    HttpServerRequest request = call.context().request();
    return settings
        .publicUrl()
        .orElseGet(() -> request.scheme() + "://" + Origins.authority(request));
  }
}
