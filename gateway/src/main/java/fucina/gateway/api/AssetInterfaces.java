package fucina.gateway.api;

import fucina.gateway.registry.Machine;
import fucina.profiles.Profile;
import fucina.profiles.Protocol;
import fucina.profiles.Signal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A machine as an Asset Administration Shell with the submodel Asset Interfaces Description 1.1
 * (IDTA 02017-1-1): the gateway's own HTTP interface for everybody, and the machine's OPC UA or
 * MQTT interface for those who may know its address. Never a login.
 */
final class AssetInterfaces {
  private static final String AID = "https://admin-shell.io/idta/AssetInterfacesDescription/1/0/";
  private static final String SUBMODEL =
      "https://admin-shell.io/idta/AssetInterfacesDescription/1/1/Submodel";
  private static final String TD = "https://www.w3.org/2019/wot/td#";
  private static final String SCHEMA = "https://www.w3.org/2019/wot/json-schema#";

  private final Machine machine;
  private final String submodel;

  private AssetInterfaces(Machine machine) {
    this.machine = machine;
    this.submodel = "urn:fucina:machine:" + machine.id() + ":asset-interfaces";
  }

  /**
   * The environment that holds the shell and its submodel.
   *
   * @param base where this gateway is reached
   * @param withAddress whether the machine's own address may be in it
   */
  static JsonObject of(Machine machine, String base, boolean withAddress) {
    return new AssetInterfaces(machine).environment(base, withAddress);
  }

  private JsonObject environment(String base, boolean withAddress) {
    List<JsonObject> interfaces = new ArrayList<>();
    interfaces.add(described(AssetInterface.overHttp(machine, base)));
    if (withAddress && machine.profile().protocol() == Protocol.OPC_UA) {
      interfaces.add(described(AssetInterface.overOpcUa(machine)));
    }
    if (withAddress && machine.profile().protocol() == Protocol.MQTT) {
      interfaces.add(described(AssetInterface.overMqtt(machine)));
    }
    return new JsonObject()
        .put("assetAdministrationShells", new JsonArray().add(shell()))
        .put(
            "submodels",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("modelType", "Submodel")
                        .put("id", submodel)
                        .put("idShort", "AssetInterfacesDescription")
                        .put("kind", "Instance")
                        .put(
                            "administration",
                            new JsonObject()
                                .put("version", "1")
                                .put("revision", "1")
                                .put("templateId", "02017-1-1"))
                        .put("semanticId", AasElement.meaning(SUBMODEL))
                        .put("submodelElements", new JsonArray(interfaces))));
  }

  private JsonObject shell() {
    String asset = "urn:fucina:machine:" + machine.id();
    return new JsonObject()
        .put("modelType", "AssetAdministrationShell")
        .put("id", asset + ":shell")
        .put("idShort", "machine_" + idShort(machine.id()))
        .put(
            "displayName",
            new JsonArray().add(new JsonObject().put("language", "en").put("text", machine.name())))
        .put(
            "assetInformation",
            new JsonObject().put("assetKind", "Instance").put("globalAssetId", asset))
        .put("submodels", new JsonArray().add(AasElement.submodel(submodel)));
  }

  private JsonObject described(AssetInterface one) {
    JsonObject endpoint =
        AasElement.collection(
            "EndpointMetadata",
            AID + "EndpointMetadata",
            List.of(
                AasElement.property("base", TD + "baseURI", "xs:anyURI", one.base()),
                AasElement.text(
                    "contentType",
                    "https://www.w3.org/2019/wot/hypermedia#forContentType",
                    one.contentType()),
                security(one),
                AasElement.collection(
                    "securityDefinitions", TD + "definesSecurityScheme", one.security())));
    JsonObject interaction =
        AasElement.also(
            AasElement.collection(
                "InteractionMetadata", AID + "InteractionMetadata", List.of(properties(one))),
            TD + "InteractionAffordance");
    return AasElement.also(
        AasElement.collection(
            one.idShort(),
            AID + "Interface",
            List.of(AasElement.text("title", TD + "title", machine.name()), endpoint, interaction)),
        one.binding(),
        "https://www.w3.org/2019/wot/td");
  }

  private JsonObject security(AssetInterface one) {
    return AasElement.list(
        "security", TD + "hasSecurityConfiguration", "ReferenceElement", Map.of(), references(one));
  }

  private List<JsonObject> references(AssetInterface one) {
    return one.security().stream()
        .map(
            scheme ->
                AasElement.referenceTo(
                    TD + "hasSecurityConfiguration",
                    submodel,
                    List.of(
                        one.idShort(),
                        "EndpointMetadata",
                        "securityDefinitions",
                        scheme.getString("idShort"))))
        .toList();
  }

  private JsonObject properties(AssetInterface one) {
    Profile profile = machine.profile().filled(machine.connection().variables());
    return AasElement.collection(
        "properties",
        TD + "PropertyAffordance",
        profile.signals().stream().map(signal -> property(one, signal)).toList());
  }

  private JsonObject property(AssetInterface one, Signal signal) {
    List<JsonObject> parts = new ArrayList<>();
    parts.add(AasElement.also(AasElement.text("key", AID + "key", signal.name()), TD + "name"));
    parts.add(
        AasElement.text(
            "type",
            "https://www.w3.org/1999/02/22-rdf-syntax-ns#type",
            Shapes.word(signal.type())));
    parts.add(AasElement.text("title", TD + "title", signal.title().en()));
    parts.add(AasElement.property("observable", TD + "isObservable", "xs:boolean", "true"));
    if (!signal.texts().isEmpty()) {
      parts.add(words(signal.texts()));
    }
    signal
        .unit()
        .ifPresent(
            unit ->
                parts.add(AasElement.text("unit", "https://schema.org/unitCode", unit.unece())));
    if (signal.minimum().isPresent() || signal.maximum().isPresent()) {
      parts.add(bounds(signal));
    }
    parts.add(
        AasElement.collection(
            "forms",
            TD + "hasForm",
            Stream.concat(one.form().apply(signal).stream(), Stream.of(security(one))).toList()));
    return AasElement.also(
        AasElement.collection(idShort(signal.name()), AID + "PropertyDefinition", parts),
        TD + "name");
  }

  private static JsonObject words(List<String> texts) {
    return AasElement.list(
        "enum",
        SCHEMA + "enum",
        "Property",
        Map.of("valueTypeListElement", "xs:string"),
        texts.stream()
            .map(
                text ->
                    new JsonObject()
                        .put("modelType", "Property")
                        .put("valueType", "xs:string")
                        .put("value", text))
            .toList());
  }

  private static JsonObject bounds(Signal signal) {
    JsonObject range =
        AasElement.also(
            AasElement.range("min_max", AID + "minMaxRange", "xs:double"),
            SCHEMA + "minimum",
            SCHEMA + "maximum");
    signal.minimum().ifPresent(minimum -> range.put("min", minimum.toString()));
    signal.maximum().ifPresent(maximum -> range.put("max", maximum.toString()));
    return range;
  }

  /** A name as the metamodel allows it: letters, digits and underscores. */
  private static String idShort(String name) {
    return name.replaceAll("[^A-Za-z0-9_]", "_");
  }
}
