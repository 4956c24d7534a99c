package fucina.gateway.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next where the next page begins; empty on the last one
 */
record Page(List<JsonObject> items, Optional<String> next) {

  /**
   * A page of things of which one more than asked for was read, to see whether there are more.
   *
   * @param key what the next page begins after
   */
  static <T> Page of(
      List<T> oneMore, int limit, Function<T, String> key, Function<T, JsonObject> shape) {
    List<T> page = oneMore.size() > limit ? oneMore.subList(0, limit) : oneMore;
    Optional<String> next =
        oneMore.size() > limit ? Optional.of(key.apply(page.get(limit - 1))) : Optional.empty();
    return new Page(page.stream().map(shape).toList(), next);
  }

  /**
   * A page of a list that is held in memory, in its own order; a problem where {@code after} names
   * nothing of it.
   */
  static <T> Answer cut(
      List<T> all, Call call, Function<T, String> key, Function<T, JsonObject> shape) {
    return cut(all, call, key, shape, new JsonObject());
  }

  /**
   * The same beside other fields.
   *
   * @param beside what the answer says besides items and next
   */
  static <T> Answer cut(
      List<T> all,
      Call call,
      Function<T, String> key,
      Function<T, JsonObject> shape,
      JsonObject beside) {
    int from = 0;
    Optional<String> after = call.text("after");
    if (after.isPresent()) {
      from = all.stream().map(key).toList().indexOf(after.get()) + 1;
      if (from == 0) {
        return Problem.invalid(
            "after", "is no place in this list; give the next of the page before, or leave it out");
      }
    }
    int limit = call.number("limit");
    int to = Math.min(all.size(), from + limit + 1);
    return Answer.ok(of(all.subList(from, to), limit, key, shape).json().mergeIn(beside));
  }

  JsonObject json() {
    return new JsonObject().put("items", new JsonArray(items)).put("next", next.orElse(null));
  }
}
