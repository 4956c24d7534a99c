package fucina.gateway.notice;

import static fucina.gateway.notice.NoticeLab.SARA;
import static fucina.gateway.notice.NoticeLab.TEO;
import static fucina.gateway.notice.NoticeLab.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.scheduler.Actor;
import fucina.scheduler.Actor.Capacity;
import fucina.scheduler.Booking;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs told over real HTTP. */
class WebhookIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Actor OMAR = new Actor("omar", "altra", Capacity.MEMBER, Optional.empty());
  private static final Set<String> ALL = Set.of("booking.granted", "booking.cancelled");

  @TempDir static Path folder;
  private static NoticeLab lab;

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private HttpServer program;
  private Notices notices;

  /** The status the program answers its n-th call with, from 1. */
  private volatile IntUnaryOperator answers = number -> 204;

  private record Call(String path, String id, String timestamp, String signature, String body) {
    JsonObject json() {
      return new JsonObject(body);
    }
  }

  @BeforeAll
  static void open() {
    lab = new NoticeLab(folder);
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @BeforeEach
  void begin() {
    lab.sql("TRUNCATE outbox, delivery, webhook");
    program =
        get(
            lab.vertx
                .createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> took(request, body)))
                .listen(0, "127.0.0.1"));
    notices = lab.telling(Optional.empty(), true);
  }

  private void took(HttpServerRequest request, Buffer body) {
    calls.add(
        new Call(
            request.path(),
            request.getHeader("webhook-id"),
            request.getHeader("webhook-timestamp"),
            request.getHeader("webhook-signature"),
            body.toString()));
    int status = answers.applyAsInt(calls.size());
    if (status == 302) {
      request.response().putHeader("Location", url() + "elsewhere");
    }
    request.response().setStatusCode(status).end(status == 500 ? "x".repeat(1 << 20) : "");
  }

  @AfterEach
  void end() {
    notices.close();
    get(program.close());
  }

  private String url() {
    return "http://localhost:" + program.actualPort() + "/";
  }

  private Webhooks.Made made(String url, Actor by) {
    return get(lab.webhooks.make("erp", url, ALL, by)).orElseThrow();
  }

  private void toldAll() {
    await().atMost(PATIENCE).until(lab::toldAll);
  }

  private static Delivery last(Actor by, Webhooks.Made webhook) {
    return get(lab.webhooks.deliveries(by, webhook.webhook().id())).orElseThrow().get(0);
  }

  private static int attempts(Actor by, Webhooks.Made webhook) {
    return get(lab.webhooks.deliveries(by, webhook.webhook().id())).orElseThrow().stream()
        .mapToInt(Delivery::attempts)
        .sum();
  }

  @Test
  void theReceiverVerifiesWhoCallsAndReadsWhatHappened() {
    Webhooks.Made webhook = made(url() + "hook?a=b", SARA);
    Booking booking = lab.booked("robot-1", SARA);
    toldAll();
    assertThat(calls).hasSize(1);
    Call call = calls.get(0);
    assertThat(call.signature())
        .isEqualTo(
            Signature.of(
                webhook.secret(), call.id(), Long.parseLong(call.timestamp()), call.body()));
    assertThat(call.json().getString("type")).isEqualTo("booking.granted");
    JsonObject data = call.json().getJsonObject("data");
    assertThat(data.getString("booking")).isEqualTo(booking.id());
    assertThat(data.getString("state")).isEqualTo("confirmed");
    assertThat(data.getJsonObject("by").getString("person")).isEqualTo("sara");
    assertThat(data.getJsonArray("machines").getJsonObject(0).getString("name"))
        .isEqualTo("Robot 1");
    assertThat(last(SARA, webhook).state()).isEqualTo(Delivery.State.DELIVERED);
    assertThat(last(SARA, webhook).id()).isEqualTo(call.id());
  }

  @Test
  void anAnswerOf500IsTriedAgainUnderTheSameIdUntilItIsTaken() {
    answers = number -> number < 3 ? 500 : 200;
    Webhooks.Made webhook = made(url(), SARA);
    lab.booked("robot-1", SARA);
    toldAll();
    assertThat(calls).hasSize(3);
    assertThat(calls.stream().map(Call::id).distinct()).hasSize(1);
    assertThat(calls.stream().map(Call::body).distinct()).hasSize(1);
    assertThat(last(SARA, webhook).attempts()).isEqualTo(3);
    assertThat(last(SARA, webhook).lastError()).isEmpty();
  }

  @Test
  void whatAProgramDoesNotTakeKeepsNobodyElseFromBeingTold() {
    Webhooks.Made broken = made("http://127.0.0.1:1/", SARA);
    made(url(), TEO);
    lab.booked("robot-1", SARA);
    await().atMost(PATIENCE).until(() -> calls.size() == 1);
    await().atMost(PATIENCE).until(() -> attempts(SARA, broken) > 1);
    assertThat(last(SARA, broken).state()).isEqualTo(Delivery.State.WAITING);
    assertThat(last(SARA, broken).lastError()).isPresent();
    assertThat(get(lab.webhooks.remove(SARA, broken.webhook().id()))).isTrue();
    toldAll();
  }

  @Test
  void anOrganisationIsToldOfItsOwnAndNotWhoOfTheStaffDidIt() {
    made(url() + "altra", OMAR);
    made(url() + "own", SARA);
    Booking booking = lab.booked("robot-1", SARA);
    get(lab.scheduler.cancel(booking.id(), TEO, "guasto"));
    toldAll();
    assertThat(calls).hasSize(2);
    JsonObject cancelled = calls.get(1).json().getJsonObject("data");
    assertThat(cancelled.getJsonObject("by").getString("role")).isEqualTo("technician");
    assertThat(cancelled.getJsonObject("by").getString("person")).isNull();
    assertThat(cancelled.getString("reason")).isEqualTo("guasto");
  }

  @Test
  void anAddressThatIsNotPublicIsRefusedAndARedirectIsNotFollowed() {
    answers = number -> 302;
    Webhooks.Made webhook = made(url(), SARA);
    lab.booked("robot-1", SARA);
    await().atMost(PATIENCE).until(() -> attempts(SARA, webhook) > 1);
    assertThat(calls).allMatch(call -> call.path().equals("/"));
    assertThat(last(SARA, webhook).lastError()).contains("answered 302");
    notices.close();
    int before = calls.size();
    lab.sql("UPDATE delivery SET due_at = now()");
    notices = lab.telling(Optional.empty(), false);
    toldAll();
    assertThat(last(SARA, webhook).state()).isEqualTo(Delivery.State.FAILED);
    assertThat(last(SARA, webhook).lastError().orElseThrow())
        .contains("localhost", "webhooks.allow-private");
    assertThat(calls).hasSize(before);
    assertThat(notices.failed()).isEqualTo(1);
  }

  @Test
  void aProgramThatIsGoneIsNotCalledAgain() {
    answers = number -> 410;
    Webhooks.Made webhook = made(url(), SARA);
    lab.booked("robot-1", SARA);
    toldAll();
    assertThat(calls).hasSize(1);
    assertThat(last(SARA, webhook).state()).isEqualTo(Delivery.State.FAILED);
  }

  @Test
  void theSecretIsKeptEncrypted() {
    Webhooks.Made webhook = made(url(), SARA);
    assertThat(
            lab.count(
                "webhook WHERE position('%s'::bytea in secret) > 0".formatted(webhook.secret())))
        .isZero();
    assertThat(get(lab.webhooks.list(OMAR))).isEmpty();
    assertThat(get(lab.webhooks.deliveries(OMAR, webhook.webhook().id()))).isEmpty();
  }
}
