package fucina.gateway.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code openapi.yaml} as one readable page: no script, nothing fetched from elsewhere. */
final class DocsPage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;background:Canvas;color:CanvasText}
      body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:1rem}
      code,pre{font-family:ui-monospace,monospace;font-size:.9em}
      pre{overflow-x:auto;padding:.5rem;border:1px solid GrayText;white-space:pre-wrap;overflow-wrap:anywhere}
      section>details{border-top:1px solid GrayText}article{padding:0 0 1rem 1rem}
      table{border-collapse:collapse}td,th{text-align:left;padding:.15rem .8rem .15rem 0;vertical-align:top}
      p,td,summary{overflow-wrap:anywhere}summary{padding:.6rem 0;cursor:pointer}
      summary h2,summary h3{display:inline;font-size:1rem}summary h2{font-size:1.25rem}
      .m{display:inline-block;min-width:4rem;font-weight:700}details details{margin-left:.5rem}
      """;

  private final JsonObject document;
  private final StringBuilder html = new StringBuilder();

  DocsPage(Contract contract) {
    this.document = contract.document();
    page();
  }

  /** The page whose calls go to an address, as {@code https://lab.example}. */
  Answer.Result at(String base) {
    String page = html.toString().replace(text(CurlExample.BASE), text(base));
    return Answer.text("text/html; charset=utf-8", Buffer.buffer(page));
  }

  private void page() {
    JsonObject info = document.getJsonObject("info");
    html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
        .append(text(info.getString("title") + " API"))
        .append("</title><link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\"><style>")
        .append(STYLE)
        .append("</style></head><body><header><h1>Fucina API ")
        .append(text(info.getString("version")))
        .append("</h1></header><main>");
    paragraphs(info.getString("description"));
    html.append("<p><a href=\"/api/v1/openapi.yaml\">openapi.yaml</a></p>");
    html.append("<section aria-label=\"Operations\">");
    for (Object tag : document.getJsonArray("tags")) {
      group((JsonObject) tag);
    }
    html.append("</section><section aria-label=\"Errors and shapes\">");
    errors();
    schemas();
    html.append("</section>");
    html.append("</main></body></html>\n");
  }

  private record Entry(String method, String path, JsonObject model) {
    String id() {
      return model.getString("operationId");
    }
  }

  private List<Entry> entries(String tag) {
    List<Entry> entries = new ArrayList<>();
    JsonObject paths = document.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      JsonObject item = paths.getJsonObject(path);
      for (String method : item.fieldNames()) {
        if (!method.equals("parameters")
            && item.getJsonObject(method).getJsonArray("tags").contains(tag)) {
          entries.add(new Entry(method.toUpperCase(Locale.ROOT), path, item.getJsonObject(method)));
        }
      }
    }
    return entries;
  }

  /** All operations of a tag, folded; an address that ends in an operation's id unfolds it. */
  private void group(JsonObject tag) {
    String name = tag.getString("name");
    List<Entry> entries = entries(name);
    html.append("<details><summary><h2>")
        .append(text(name))
        .append("</h2> (")
        .append(entries.size())
        .append(")</summary>");
    paragraphs(tag.getString("description"));
    entries.forEach(this::operation);
    html.append("</details>");
  }

  private void operation(Entry entry) {
    JsonObject model = entry.model();
    html.append("<details><summary><h3><span class=\"m\">")
        .append(entry.method())
        .append("</span> <code>")
        .append(text(entry.path()))
        .append("</code></h3> ")
        .append(code(model.getString("summary")))
        .append("</summary><article id=\"")
        .append(text(entry.id()))
        .append("\">");
    paragraphs(model.getString("description", ""));
    JsonArray roles = model.getJsonArray("x-roles");
    html.append("<p>Who: ").append(text(who(model, roles))).append("</p>");
    parameters(entry);
    body(model);
    answers(model);
    html.append("<pre tabindex=\"0\">")
        .append(text(new CurlExample(document).of(entry.method(), entry.path(), model, all(entry))))
        .append("</pre></article></details>");
  }

  private static String who(JsonObject model, @Nullable JsonArray roles) {
    if (model.containsKey("security") && model.getJsonArray("security").isEmpty()) {
      return "anybody, without signing in";
    }
    return roles == null
        ? "everybody who is signed in"
        : String.join(", ", roles.stream().map(Object::toString).toList());
  }

  private List<JsonObject> all(Entry entry) {
    List<JsonObject> all = new ArrayList<>();
    JsonObject item = document.getJsonObject("paths").getJsonObject(entry.path());
    for (JsonObject owner : List.of(item, entry.model())) {
      owner
          .getJsonArray("parameters", new JsonArray())
          .forEach(p -> all.add(Contract.resolved(document, (JsonObject) p)));
    }
    return all;
  }

  private void parameters(Entry entry) {
    List<JsonObject> all = all(entry);
    if (all.isEmpty()) {
      return;
    }
    html.append(
        "<table><thead><tr><th>parameter</th><th>in</th><th>type</th><th>meaning</th></tr></thead><tbody>");
    for (JsonObject parameter : all) {
      html.append("<tr><td><code>")
          .append(text(parameter.getString("name")))
          .append("</code></td><td>")
          .append(text(parameter.getString("in")))
          .append("</td><td>")
          .append(linked(type(parameter.getJsonObject("schema"))))
          .append(parameter.getBoolean("required", false) ? ", required" : "")
          .append("</td><td>")
          .append(code(parameter.getString("description", "")))
          .append("</td></tr>");
    }
    html.append("</tbody></table>");
  }

  private void body(JsonObject model) {
    JsonObject body = model.getJsonObject("requestBody");
    if (body != null) {
      html.append("<p>Body: ").append(content(body)).append("</p>");
    }
  }

  /**
   * What is answered where all goes well; what else may be is the same everywhere and said once.
   */
  private void answers(JsonObject model) {
    html.append("<table><thead><tr><th>answer</th><th>body</th><th>when</th></tr></thead><tbody>");
    JsonObject responses = model.getJsonObject("responses");
    List<String> errors = new ArrayList<>();
    for (String status : responses.fieldNames()) {
      JsonObject answer = responses.getJsonObject(status);
      if (answer.containsKey("$ref")) {
        String name = answer.getString("$ref").replaceAll(".*/", "");
        errors.add("<a href=\"#error-" + name + "\">" + text(status) + "</a>");
        continue;
      }
      html.append("<tr><td>")
          .append(text(status))
          .append("</td><td>")
          .append(content(answer))
          .append("</td><td>")
          .append(code(answer.getString("description", "")))
          .append("</td></tr>");
    }
    html.append("</tbody></table>");
    if (!errors.isEmpty()) {
      html.append("<p>Errors: ").append(String.join(", ", errors)).append("</p>");
    }
  }

  private void errors() {
    JsonObject responses = document.getJsonObject("components").getJsonObject("responses");
    html.append("<details><summary><h2>Errors</h2> (")
        .append(responses.size())
        .append(")</summary><p>Each is a ")
        .append(linked("Problem"))
        .append(".</p><dl>");
    for (String name : responses.fieldNames()) {
      html.append("<dt id=\"error-")
          .append(text(name))
          .append("\"><strong>")
          .append(text(name))
          .append("</strong></dt><dd>")
          .append(code(responses.getJsonObject(name).getString("description")))
          .append("</dd>");
    }
    html.append("</dl></details>");
  }

  private static String content(JsonObject owner) {
    JsonObject content = owner.getJsonObject("content", new JsonObject());
    List<String> kinds = new ArrayList<>();
    for (String type : content.fieldNames()) {
      String schema = type(content.getJsonObject(type).getJsonObject("schema"));
      kinds.add("<code>" + text(type) + "</code> " + linked(schema));
    }
    return String.join(" or ", kinds);
  }

  /** A type's name; that of a shape leads to it. */
  private static String linked(String type) {
    return type.matches("[A-Z]\\w+") ? "<a href=\"#" + type + "\">" + type + "</a>" : text(type);
  }

  private static String type(JsonObject schema) {
    String reference = schema.getString("$ref");
    if (reference != null) {
      return reference.replaceAll(".*/", "");
    }
    Object type = schema.getValue("type");
    return type instanceof JsonArray several
        ? String.join(" or ", several.stream().map(Object::toString).toList())
        : String.valueOf(type);
  }

  private void schemas() {
    JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
    html.append("<details><summary><h2>Shapes</h2> (").append(schemas.size()).append(")</summary>");
    new TreeMap<>(schemas.getMap())
        .forEach(
            (name, schema) ->
                html.append("<details><summary><h3>")
                    .append(text(name))
                    .append("</h3></summary><pre tabindex=\"0\" id=\"")
                    .append(text(name))
                    .append("\">")
                    .append(
                        code(((JsonObject) schema).encodePrettily())
                            .replaceAll(
                                "&quot;#/components/schemas/(\\w+)&quot;",
                                "<a href=\"#$1\">$1</a>"))
                    .append("</pre></details>"));
    html.append("</details>");
  }

  private void paragraphs(String markdown) {
    for (String paragraph : markdown.strip().split("\n\\s*\n")) {
      if (!paragraph.isBlank()) {
        html.append("<p>").append(code(paragraph)).append("</p>");
      }
    }
  }

  private static String code(String markdown) {
    return text(markdown).replaceAll("`([^`]+)`", "<code>$1</code>");
  }

  private static String text(String raw) {
    return raw.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
