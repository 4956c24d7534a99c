package fucina.gateway.api;

import fucina.gateway.registry.Machine;
import fucina.profiles.NodeAddress;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One way to reach a machine, in the words of IDTA 02017-1-1.
 *
 * @param idShort its name in the submodel
 * @param binding the term of its protocol, as the template has it
 * @param base where it begins
 * @param contentType what its payloads are
 * @param security the schemes it asks for, never what fulfils them
 * @param form where a signal is below the base
 */
record AssetInterface(
    String idShort,
    String binding,
    String base,
    String contentType,
    List<JsonObject> security,
    Function<Signal, List<JsonObject>> form) {

  private static final String SECURITY = "https://www.w3.org/2019/wot/security#";
  private static final String OPC = "http://opcfoundation.org/UA/WoT-Binding/";
  private static final String MQTT = "https://www.w3.org/2019/wot/mqtt#";
  private static final String TARGET = "https://www.w3.org/2019/wot/hypermedia#hasTarget";

  AssetInterface {
    security = List.copyOf(security);
  }

  /** Through this gateway. */
  static AssetInterface overHttp(Machine machine, String base) {
    return new AssetInterface(
        "InterfaceHTTP",
        "http://www.w3.org/2011/http",
        base + "/api/v1/",
        "application/x-ndjson",
        List.of(
            scheme(
                "bearer_sc", SECURITY + "BearerSecurityScheme", "bearer", Map.of("in", "header"))),
        signal ->
            List.of(
                href("machines/" + machine.id() + "/telemetry?raw=true&signals=" + signal.name()),
                AasElement.text(
                    "htv_methodName", "https://www.w3.org/2011/http#methodName", "GET")));
  }

  /** At the machine's OPC UA server. */
  static AssetInterface overOpcUa(Machine machine) {
    String[] channel = machine.connection().security().split("/", 2);
    boolean secured = channel.length == 2;
    String token = machine.connection().username().isPresent() ? "UserName" : "Anonymous";
    List<JsonObject> schemes = new ArrayList<>();
    schemes.add(
        AasElement.collection(
            "opcua_channel_sc",
            OPC + "OPCUASecurityChannelScheme",
            List.of(
                AasElement.text("scheme", SECURITY + "SecurityScheme", "ua_channelsec"),
                AasElement.text(
                    "uav_securityMode", OPC + "securityMode", secured ? channel[0] : "None"),
                AasElement.text(
                    "uav_securityPolicy", OPC + "securityPolicy", secured ? channel[1] : "None"))));
    schemes.add(
        AasElement.collection(
            "opcua_authentication_sc",
            OPC + "OPCUASecurityAuthenticationScheme",
            List.of(
                AasElement.text("scheme", SECURITY + "SecurityScheme", "ua_authentication"),
                AasElement.text("uav_userIdentityToken", OPC + "userIdentityToken", token))));
    return new AssetInterface(
        "InterfaceOPCUA",
        "http://opcfoundation.org/UA/WoT-Binding/",
        machine.connection().endpoint(),
        "application/octet-stream",
        schemes,
        AssetInterface::node);
  }

  /** At the machine's broker. */
  static AssetInterface overMqtt(Machine machine) {
    boolean login = machine.connection().username().isPresent();
    JsonObject scheme =
        login
            ? scheme("basic_sc", SECURITY + "BasicSecurityScheme", "basic", Map.of("in", "auto"))
            : scheme("nosec_sc", SECURITY + "NoSecurityScheme", "nosec", Map.of());
    return new AssetInterface(
        "InterfaceMQTT",
        "http://www.w3.org/2011/mqtt",
        machine.connection().endpoint(),
        "application/json",
        List.of(scheme),
        signal -> topic(machine, signal));
  }

  private static List<JsonObject> node(Signal signal) {
    SignalAddress.OpcUaNode address = (SignalAddress.OpcUaNode) signal.address();
    NodeAddress node = address.node();
    List<JsonObject> form = new ArrayList<>();
    form.add(href(node.nodeId().map(id -> "/?id=" + id).orElse("/")));
    if (!node.browsePath().isEmpty()) {
      form.add(AasElement.text("uav_browsePath", OPC + "browsePath", path(node)));
    }
    return form;
  }

  /** Each step as a qualified name with its namespace's URI (OPC 10000-6), {@code &} escapes. */
  private static String path(NodeAddress node) {
    return node.browsePath().stream()
        .map(step -> "/nsu=" + escaped(step.namespace()) + ";" + escaped(step.name()))
        .collect(Collectors.joining());
  }

  private static String escaped(String text) {
    return text.replaceAll("([/.:&<>#!])", "&$1");
  }

  private static List<JsonObject> topic(Machine machine, Signal signal) {
    String topic = ((SignalAddress.MqttTopic) signal.address()).filter();
    for (Map.Entry<String, String> variable : machine.connection().variables().entrySet()) {
      topic = topic.replace("{{" + variable.getKey() + "}}", variable.getValue());
    }
    return List.of(
        href("/" + topic),
        AasElement.text("mqv_controlPacket", MQTT + "ControlPacket", "subscribe"),
        AasElement.text("mqv_qos", MQTT + "hasQoSFlag", "1"));
  }

  private static JsonObject href(String href) {
    return AasElement.text("href", TARGET, href);
  }

  private static JsonObject scheme(
      String idShort, String meaning, String scheme, Map<String, String> more) {
    List<JsonObject> parts = new ArrayList<>();
    parts.add(AasElement.text("scheme", SECURITY + "SecurityScheme", scheme));
    more.forEach((name, value) -> parts.add(AasElement.text(name, SECURITY + name, value)));
    return AasElement.collection(idShort, meaning, parts);
  }
}
