package fucina.gateway.registry;

import fucina.profiles.AllowLists;
import fucina.profiles.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What technicians approved, as JSON: at rest and on the wire alike, and what changed of it. */
public final class AllowListJson {
  private AllowListJson() {}

  public static JsonObject of(AllowLists lists) {
    JsonObject json = new JsonObject();
    lists.lists().forEach((key, values) -> json.put(key, array(values)));
    return json;
  }

  /** What {@link #of} wrote, or a technician did, as plain numbers and texts. */
  public static Map<String, List<Object>> plain(JsonObject json) {
    Map<String, List<Object>> lists = new LinkedHashMap<>();
    for (String key : json.fieldNames()) {
      List<Object> values = new ArrayList<>();
      json.getJsonArray(key).forEach(values::add);
      lists.put(key, values);
    }
    return lists;
  }

  /** What {@link #of} wrote. */
  static AllowLists lists(JsonObject json) {
    Map<String, List<Value>> lists = new LinkedHashMap<>();
    plain(json)
        .forEach((key, values) -> lists.put(key, values.stream().map(Value::ofPlain).toList()));
    return new AllowLists(lists);
  }

  /** For the audit: each list that changed, with what was added and removed. */
  static JsonObject changes(AllowLists before, AllowLists after) {
    Set<String> keys = new TreeSet<>(before.lists().keySet());
    keys.addAll(after.lists().keySet());
    JsonObject changes = new JsonObject();
    for (String key : keys) {
      List<Value> was = before.lists().getOrDefault(key, List.of());
      List<Value> is = after.lists().getOrDefault(key, List.of());
      JsonArray added = array(is.stream().filter(value -> !value.isOneOf(was)).toList());
      JsonArray removed = array(was.stream().filter(value -> !value.isOneOf(is)).toList());
      if (!added.isEmpty() || !removed.isEmpty()) {
        changes.put(key, new JsonObject().put("added", added).put("removed", removed));
      }
    }
    return changes;
  }

  private static JsonArray array(List<Value> values) {
    return new JsonArray(new ArrayList<>(values.stream().map(Value::plain).toList()));
  }
}
