package fucina.gateway.api;

import fucina.gateway.notice.Delivery;
import fucina.gateway.notice.Webhooks;
import fucina.gateway.notice.Webhooks.Webhook;
import fucina.scheduler.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The programs that are told of bookings, and how far each telling has come. */
final class WebhooksApi implements Resource {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private final Webhooks webhooks;

  WebhooksApi(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "listWebhooks", this::list,
        "addWebhook", this::add,
        "removeWebhook", this::remove,
        "webhookDeliveries", this::deliveries);
  }

  private Future<Answer> list(Call call) {
    return webhooks
        .list(call.actor())
        .map(all -> Page.cut(all, call, Webhook::id, WebhooksApi::shape));
  }

  private Future<Answer> add(Call call) {
    JsonObject body = call.body();
    String url = body.getString("url");
    if (!callable(url)) {
      return Future.succeededFuture(
          Problem.unprocessable(
              "url", "is no address like https://erp.example/fucina, without user and password"));
    }
    Set<String> events = new TreeSet<>();
    body.getJsonArray("events").forEach(event -> events.add((String) event));
    return webhooks
        .make(body.getString("name"), url, events, call.actor())
        .map(
            made ->
                made.<Answer>map(
                        one ->
                            Answer.created(
                                "/webhooks/" + one.webhook().id(),
                                shape(one.webhook()).put("secret", one.secret())))
                    .orElseGet(WebhooksApi::tooMany));
  }

  private Future<Answer> remove(Call call) {
    String id = call.path("webhook");
    return webhooks
        .remove(call.actor(), id)
        .map(gone -> gone ? Answer.nothing() : Problem.notFound("webhook " + id));
  }

  private Future<Answer> deliveries(Call call) {
    String id = call.path("webhook");
    return webhooks
        .deliveries(call.actor(), id)
        .map(
            found ->
                found
                    .map(all -> Page.cut(all, call, Delivery::id, WebhooksApi::shape))
                    .orElseGet(() -> Problem.notFound("webhook " + id)));
  }

  private static boolean callable(String url) {
    try {
      URI uri = new URI(url);
      return uri.getScheme() != null
          && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
          && uri.getHost() != null
          && uri.getUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Problem tooMany() {
    return Problem.refused(
        List.of(
            new Refusal(
                "webhooks",
                String.valueOf(Webhooks.MOST),
                String.valueOf(Webhooks.MOST + 1),
                "There are %d webhooks; remove one first.".formatted(Webhooks.MOST))));
  }

  private static JsonObject shape(Webhook webhook) {
    return new JsonObject()
        .put("id", webhook.id())
        .put("name", webhook.name())
        .put("url", webhook.url())
        .put("events", new JsonArray(List.copyOf(new TreeSet<>(webhook.events()))))
        .put("createdAt", Shapes.instant(webhook.createdAt()));
  }

  private static JsonObject shape(Delivery delivery) {
    return new JsonObject()
        .put("id", delivery.id())
        .put("event", delivery.event())
        .put("booking", delivery.booking())
        .put("at", Shapes.instant(delivery.at()))
        .put("state", Shapes.word(delivery.state()))
        .put("attempts", delivery.attempts())
        .put("nextAt", Shapes.instant(delivery.dueAt()))
        .put("doneAt", Shapes.instant(delivery.doneAt()))
        .put("lastError", delivery.lastError().orElse(null));
  }
}
