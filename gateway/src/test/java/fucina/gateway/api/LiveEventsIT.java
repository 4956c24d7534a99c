package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.MachineState;
import fucina.profiles.StateRule;
import fucina.profiles.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live values without a WebSocket, and after a broken line. */
class LiveEventsIT {
  private static final String SIGNAL = "axis1.position";

  @TempDir static Path folder;
  private static Lobby lobby;
  private static Visitor nobody;
  private static Visitor sme;
  private static Visitor technician;

  @BeforeAll
  static void open() {
    lobby = new Lobby(folder);
    nobody = Visitor.nobody(lobby.port, new Described(lobby.contract));
    sme = nobody.as("sme");
    technician = nobody.as("technician");
  }

  @AfterAll
  static void close() {
    lobby.close();
  }

  @AfterEach
  void everyWindowEnds() {
    lobby.sessions.windowEnds("robot-1", "window-ended");
    sme.get("/bookings").json().getJsonArray("items").stream()
        .map(JsonObject.class::cast)
        .forEach(booking -> lobby.free(booking));
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30));
  }

  private static String booked() {
    Instant to = Instant.now().plus(10, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
    Visitor.Reply reply =
        sme.post(
            "/bookings",
            new JsonObject()
                .put("machines", new JsonArray().add("robot-1"))
                .put("to", to.toString()));
    assertThat(reply.status()).as(reply.response().body()).isEqualTo(201);
    return reply.json().getJsonArray("sessions").getJsonObject(0).getString("id");
  }

  private static JsonObject wish() {
    return wish(SIGNAL);
  }

  private static JsonObject wish(String signal) {
    return new JsonObject().put("machine", "robot-1").put("signals", new JsonArray().add(signal));
  }

  private static JsonObject request(JsonObject wish) {
    return new JsonObject().put("subscribe", new JsonArray().add(wish)).put("rateHz", 20);
  }

  private static void measure(double value, Instant at) {
    lobby.measure("robot-1", SIGNAL, Value.of(value), at);
  }

  @Test
  void eventsCarryTheSameFramesUntilTheWindowEndsAndNotOneMore() throws Exception {
    booked();
    try (EventReader reader = new EventReader(lobby, sme, request(wish()))) {
      assertThat(reader.answer().headers().firstValue("Content-Type"))
          .hasValue("text/event-stream");
      soon().until(() -> !reader.frames("subscribed").isEmpty());
      measure(12.5, Instant.now());
      soon().until(() -> reader.values().contains(12.5));
      assertThat(reader.frames("state")).isNotEmpty();
      lobby.sessions.windowEnds("robot-1", "window-ended");
      soon().until(() -> !reader.frames("closed").isEmpty());
      measure(99, Instant.now());
      soon().until(() -> !reader.frames("heartbeat").isEmpty());
      assertThat(reader.values()).doesNotContain(99);
    }
  }

  @Test
  void withoutAWindowEventsAreRefusedAsOnTheSocket() throws Exception {
    Visitor other = nobody.as("other");
    try (EventReader reader = new EventReader(lobby, other, request(wish()))) {
      soon().until(() -> !reader.frames("refused").isEmpty());
      assertThat(reader.frames("refused").get(0).getString("rule")).isEqualTo("window");
    }
    assertThat(nobody.get(EventReader.address(request(wish()))).status()).isEqualTo(401);
    assertThat(sme.get("/live-events?request=%7B%22subscrib%22:1%7D").status()).isEqualTo(400);
    assertThat(sme.get("/live-events").status()).isEqualTo(400);
  }

  @Test
  void signingOutEndsTheEvents() throws Exception {
    Visitor leaving = nobody.as("sme");
    try (EventReader reader = new EventReader(lobby, leaving, request(wish()))) {
      soon().until(() -> !reader.frames("refused").isEmpty());
      leaving.post("/sign-out");
      reader.ended.get(30, TimeUnit.SECONDS);
      assertThat(reader.frames("closed").get(0).getString("reason")).isEqualTo("signed-out");
    }
  }

  @Test
  void presenceIsToldWithoutASocketToo() {
    String session = booked();
    assertThat(sme.post("/sessions/" + session + "/presence").status()).isEqualTo(204);
    assertThat(lobby.sessions.present).contains(session);
    assertThat(sme.post("/sessions/none/presence").status()).isEqualTo(404);
    assertThat(technician.post("/sessions/" + session + "/presence").status()).isEqualTo(403);
  }

  @Test
  void whoComesBackIsSentWhatWasStoredSinceInOrderBeforeTheNewest() throws Exception {
    String own = "axis2.position";
    Instant begun = Instant.now().minusSeconds(5);
    List<Integer> numbers = IntStream.range(0, 1_200).boxed().toList();
    lobby
        .intake
        .offer(
            numbers.stream()
                .map(
                    n -> {
                      Instant at = begun.plusMillis(n).truncatedTo(ChronoUnit.MICROS);
                      return new Reading("robot-1", own, at, at, Value.of(n), Quality.GOOD);
                    })
                .toList())
        .join();
    long since = begun.plusMillis(99).toEpochMilli();
    try (Watcher watcher = Watcher.at(lobby, technician)) {
      watcher.say(request(wish(own).put("since", since)).encode());
      soon().until(() -> watcher.values(0).contains(1_199));
      List<Object> told = watcher.values(0);
      // What has the same millisecond as the newest seen may come again, and so does the newest.
      assertThat(told.stream().distinct().filter(value -> (int) value > 99).toList())
          .isEqualTo(numbers.subList(100, 1_200));
      assertThat(watcher.frames("missing")).isEmpty();
      lobby.measure("robot-1", own, Value.of(5_000), Instant.now());
      soon().until(() -> watcher.values(0).contains(5_000));
    }
  }

  @Test
  void aBreakTooLongIsToldAsMissingAndTheNewestFollow() throws Exception {
    measure(7, Instant.now());
    Instant since = Instant.now().minusSeconds(90).truncatedTo(ChronoUnit.MILLIS);
    try (Watcher watcher = Watcher.at(lobby, technician)) {
      watcher.say(request(wish().put("since", since.toEpochMilli())).encode());
      soon().until(() -> !watcher.frames("missing").isEmpty() && !watcher.values(0).isEmpty());
      assertThat(Instant.parse(watcher.frames("missing").get(0).getString("from")))
          .isEqualTo(since);
      assertThat(watcher.values(0)).isEqualTo(List.of(7));
    }
  }

  @Test
  void moreThanOneIsSentAtOnceIsToldAsMissing() throws Exception {
    Instant begun = Instant.now().minusSeconds(20);
    lobby.store.times = LiveResume.VALUES_AT_MOST + 1;
    try (Watcher watcher = Watcher.at(lobby, technician)) {
      measure(8, begun.plusMillis(1));
      watcher.say(request(wish().put("since", begun.toEpochMilli())).encode());
      soon().until(() -> !watcher.frames("missing").isEmpty() && !watcher.values(0).isEmpty());
      assertThat(watcher.values(0)).hasSize(1);
    } finally {
      lobby.store.times = 1;
    }
  }

  @Test
  void whoComesBackIsSentNothingFromBeforeTheOwnWindow() throws Exception {
    measure(-77, Instant.now().minusSeconds(3));
    booked();
    long since = Instant.now().minusSeconds(30).toEpochMilli();
    try (Watcher watcher = Watcher.at(lobby, sme)) {
      measure(1, Instant.now());
      watcher.say(request(wish().put("since", since)).encode());
      soon().until(() -> watcher.values(0).contains(1));
      assertThat(watcher.values(0)).doesNotContain(-77);
    }
  }

  @Test
  void aPeakFasterThanTheWatchersRateIsShown() throws Exception {
    try (Watcher watcher = Watcher.at(lobby, technician)) {
      measure(1, Instant.now());
      watcher.say(request(wish()).put("rateHz", 1).encode());
      soon().until(() -> !watcher.values(0).isEmpty());
      Instant now = Instant.now();
      measure(900, now);
      measure(-900, now.plusMillis(1));
      measure(2, now.plusMillis(2));
      soon().until(() -> watcher.values(0).contains(2));
      assertThat(watcher.values(0)).contains(900, -900);
    }
  }

  @Test
  void everyTurnOfAStateIsToldInOrderAlsoOneThatNobodyCouldSeeInTime() throws Exception {
    try (Watcher watcher = Watcher.at(lobby, technician)) {
      watcher.subscribe("robot-1");
      soon().until(() -> !watcher.frames("state").isEmpty());
      StateRule rule = lobby.registry.machine("robot-1").orElseThrow().profile().states().get();
      Map<MachineState, Value> words = new EnumMap<>(MachineState.class);
      rule.map().forEach((value, state) -> words.put(state, value));
      List<MachineState> turns = new ArrayList<>();
      List<Reading> commit = new ArrayList<>();
      Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
      for (int n = 0; n < 60; n++) {
        MachineState state = List.copyOf(words.keySet()).get(n % words.size());
        turns.add(state);
        Instant at = now.plusNanos(1_000L * n);
        commit.add(
            new Reading(
                "robot-1",
                rule.signal(),
                at,
                at,
                Objects.requireNonNull(words.get(state)),
                Quality.GOOD));
      }
      lobby.intake.offer(commit).join();
      List<String> wanted = turns.stream().map(Shapes::word).toList();
      soon()
          .untilAsserted(
              () ->
                  assertThat(
                          watcher.frames("state").stream()
                              .map(each -> each.getString("state"))
                              .toList())
                      .containsSubsequence(wanted));
    }
  }
}
