package fucina.gateway.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Elements of an Asset Administration Shell in the JSON of its metamodel (IDTA 01001-3-0). An empty
 * list is left out, as the metamodel wants.
 */
final class AasElement {
  private AasElement() {}

  /** A property of type {@code xs:string}. */
  static JsonObject text(String idShort, String meaning, String value) {
    return property(idShort, meaning, "xs:string", value);
  }

  static JsonObject property(String idShort, String meaning, String valueType, String value) {
    return element("Property", idShort, meaning).put("valueType", valueType).put("value", value);
  }

  /** A collection of named elements. */
  static JsonObject collection(String idShort, String meaning, List<JsonObject> elements) {
    return elements(element("SubmodelElementCollection", idShort, meaning), elements);
  }

  /** An ordered list of elements of one kind, which have no names in it. */
  static JsonObject list(
      String idShort, String meaning, String kind, Map<String, String> more, List<JsonObject> all) {
    JsonObject list =
        element("SubmodelElementList", idShort, meaning)
            .put("orderRelevant", true)
            .put("typeValueListElement", kind);
    more.forEach(list::put);
    return elements(list, all);
  }

  /** A range of numbers; either end may be open. */
  static JsonObject range(String idShort, String meaning, String valueType) {
    return element("Range", idShort, meaning).put("valueType", valueType);
  }

  /** A reference to an element of the same submodel, by the names that lead to it. */
  static JsonObject referenceTo(String meaning, String submodel, List<String> path) {
    Stream<JsonObject> keys =
        Stream.concat(
            Stream.of(key("Submodel", submodel)),
            path.stream().map(name -> key("SubmodelElementCollection", name)));
    return new JsonObject()
        .put("modelType", "ReferenceElement")
        .put("semanticId", meaning(meaning))
        .put(
            "value",
            new JsonObject()
                .put("type", "ModelReference")
                .put("keys", new JsonArray(keys.toList())));
  }

  /** A reference to a whole submodel. */
  static JsonObject submodel(String id) {
    return new JsonObject()
        .put("type", "ModelReference")
        .put("keys", new JsonArray().add(key("Submodel", id)));
  }

  /** A further meaning of an element, beside its first. */
  static JsonObject also(JsonObject element, String... meanings) {
    return element.put(
        "supplementalSemanticIds",
        new JsonArray(Stream.of(meanings).map(AasElement::meaning).toList()));
  }

  /** What something means, by a term that everybody can look up. */
  static JsonObject meaning(String term) {
    return new JsonObject()
        .put("type", "ExternalReference")
        .put("keys", new JsonArray().add(key("GlobalReference", term)));
  }

  private static JsonObject key(String type, String value) {
    return new JsonObject().put("type", type).put("value", value);
  }

  private static JsonObject element(String kind, String idShort, String meaning) {
    return new JsonObject()
        .put("modelType", kind)
        .put("idShort", idShort)
        .put("semanticId", meaning(meaning));
  }

  private static JsonObject elements(JsonObject whole, List<JsonObject> elements) {
    return elements.isEmpty() ? whole : whole.put("value", new JsonArray(elements));
  }
}
